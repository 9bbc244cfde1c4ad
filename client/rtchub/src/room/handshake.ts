import { LinkMeter } from "../health/link-quality.js";
import type { HandshakeReport } from "../hub/wire.js";

/** The service takes no longer times. */
const MAX_MS = 600_000;

/** How the connection with one peer begins, from the moment that we know of the peer. Reported once: when it is up, or has failed. */
export class Handshake {
  readonly #began = performance.now();
  readonly #report: (report: HandshakeReport) => void;
  #stages: Pick<HandshakeReport, "offeredMs" | "answeredMs"> = {};
  #isOver = false;

  constructor(report: (report: HandshakeReport) => void) {
    this.#report = report;
  }

  /** An offer or an answer was sent, or came. The first of each counts. */
  note(kind: "offer" | "answer"): void {
    const at = this.#now();
    this.#stages = { [kind === "offer" ? "offeredMs" : "answeredMs"]: at, ...this.#stages };
  }

  /** `connection` is the one that is up; null: none came up. */
  end(connection: RTCPeerConnection | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    void this.#tell(connection, this.#now());
  }

  async #tell(connection: RTCPeerConnection | null, endedMs: number): Promise<void> {
    if (endedMs > MAX_MS) return;
    const path = connection && (await pathOf(connection));
    this.#report({
      outcome: connection ? "connected" : "failed",
      ...this.#stages,
      endedMs,
      ...(path && { relayed: path === "relayed" }),
    });
  }

  #now(): number {
    return Math.round(performance.now() - this.#began);
  }
}

async function pathOf(connection: RTCPeerConnection): Promise<"direct" | "relayed" | null> {
  try {
    return (await new LinkMeter().measure(connection)).path;
  } catch {
    return null; // closed meanwhile, or an implementation without statistics
  }
}
