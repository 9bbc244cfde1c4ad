import type { FakePeerConnection } from "./peer-connection.js";
import { LATENCY_MS } from "./web-socket.js";

/** A negotiated RTCDataChannel. */
export class FakeChannel {
  readyState: RTCDataChannelState = "connecting";
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  readonly label: string;
  readonly id: number;
  readonly #other: () => FakePeerConnection | null;

  constructor(label: string, id: number, other: () => FakePeerConnection | null) {
    this.label = label;
    this.id = id;
    this.#other = other;
  }

  send(data: string): void {
    if (this.readyState !== "open") throw new Error("InvalidStateError");
    setTimeout(() => this.#other()?.channel?.onmessage?.({ data }), LATENCY_MS);
  }

  close(): void {
    this.readyState = "closed";
  }

  handleOpen(): void {
    if (this.readyState !== "connecting") return;
    this.readyState = "open";
    this.onopen?.();
  }

  handleClosed(): void {
    if (this.readyState === "closed") return;
    this.readyState = "closed";
    this.onclose?.();
  }
}
