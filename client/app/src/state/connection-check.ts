import { signal } from "@preact/signals";
import type { ConnectivityOptions, ConnectivityReport } from "rtchub";

export type CheckConnectivity = (options: ConnectivityOptions) => Promise<ConnectivityReport>;

/** The check of the user's connection: the panel with its results, which come all at once. */
export class ConnectionCheck {
  readonly isOpen = signal(false);
  /** Null while the check runs. */
  readonly report = signal<ConnectivityReport | null>(null);
  readonly #check: CheckConnectivity;
  #runs = 0;

  constructor(check: CheckConnectivity) {
    this.#check = check;
  }

  async run(options: ConnectivityOptions): Promise<void> {
    const run = ++this.#runs;
    this.isOpen.value = true;
    this.report.value = null;
    const report = await this.#check(options);
    if (run === this.#runs) this.report.value = report;
  }

  close(): void {
    this.isOpen.value = false;
  }
}
