import type { Json } from "./wire.js";

/** What two ends of a link say to each other over their data channel, as JSON. */
export type Frame =
  /** The application's data. */
  | { t: "data"; d: Json }
  /** "This is my peer id now": how a link is recognised after the service has lost a session. */
  | { t: "hello"; peerId: string };

/** Who hears the channel. */
export interface FrameListener {
  handleOpen(): void;
  handleClosed(): void;
  handleFrame(frame: Frame): void;
}

/** The one data channel of a link. Both ends create it by agreement, so it is there with the first negotiation. */
export class FrameChannel {
  readonly #channel: RTCDataChannel;

  constructor(connection: RTCPeerConnection, listener: FrameListener) {
    this.#channel = connection.createDataChannel("rtchub", { negotiated: true, id: 0, ordered: true });
    this.#channel.onopen = () => listener.handleOpen();
    this.#channel.onclose = () => listener.handleClosed();
    this.#channel.onmessage = ({ data }) => {
      const frame = parseFrame(data);
      if (frame) listener.handleFrame(frame);
    };
  }

  /** False when the channel is not open, or does not take the frame (too large, or too much unsent). */
  send(frame: Frame): boolean {
    if (this.#channel.readyState !== "open") return false;
    try {
      this.#channel.send(JSON.stringify(frame));
      return true;
    } catch {
      return false;
    }
  }

  close(): void {
    this.#channel.onopen = null;
    this.#channel.onclose = null;
    this.#channel.onmessage = null;
    this.#channel.close();
  }
}

/** Null for what is not a frame: another client may use the channel for something else. */
function parseFrame(data: unknown): Frame | null {
  try {
    const frame = JSON.parse(String(data)) as Partial<Record<"t" | "d" | "peerId", Json>> | null;
    if (frame?.t === "data" && frame.d !== undefined) return { t: "data", d: frame.d };
    if (frame?.t === "hello" && typeof frame.peerId === "string") return { t: "hello", peerId: frame.peerId };
  } catch {
    // Not JSON.
  }
  return null;
}
