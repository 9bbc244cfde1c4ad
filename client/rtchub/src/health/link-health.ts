import { diagnose, type LinkProblem } from "./link-problem.js";
import { LinkMeter, type LinkQuality, noQuality } from "./link-quality.js";

/** How the link to a peer is doing: its quality while it is up, and why it failed. */
export class LinkHealth {
  readonly #meter = new LinkMeter();
  #quality = noQuality;
  #problem: LinkProblem | null = null;

  get quality(): LinkQuality {
    return this.#quality;
  }

  get problem(): LinkProblem | null {
    return this.#problem;
  }

  /** Measures the link, or none. Resolves with true when there is something new to tell. */
  async measure(connection: RTCPeerConnection | null): Promise<boolean> {
    const before = this.#quality;
    try {
      this.#quality = connection ? await this.#meter.measure(connection) : noQuality;
    } catch {
      // Closed meanwhile, or an implementation without statistics.
    }
    return this.#quality !== before;
  }

  /** Finds out why the connection has failed. */
  diagnose(connection: RTCPeerConnection): void {
    this.#problem = diagnose(connection);
  }

  /** The link has not failed, or no longer. */
  clear(): void {
    this.#problem = null;
  }
}
