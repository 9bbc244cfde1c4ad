import { LATENCY_MS } from "./web-socket.js";

interface ChannelOptions {
  negotiated?: boolean;
  id?: number;
  protocol?: string;
  ordered?: boolean;
  maxRetransmits?: number;
}

/** An RTCDataChannel. What it sends is buffered for the latency of the network, or for as long as it is held. */
export class FakeChannel {
  readyState: RTCDataChannelState = "connecting";
  binaryType: BinaryType = "blob";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  /** Nothing leaves the buffer meanwhile. */
  isHeld = false;
  /** Every message that was put on it. */
  readonly sent: (string | Uint8Array)[] = [];
  readonly label: string;
  readonly options: ChannelOptions;
  readonly #findOther: (channel: FakeChannel) => FakeChannel | undefined;
  readonly #buffer: (string | Uint8Array)[] = [];

  constructor(
    label: string,
    options: ChannelOptions,
    findOther: (channel: FakeChannel) => FakeChannel | undefined,
  ) {
    this.label = label;
    this.options = options;
    this.#findOther = findOther;
  }

  get protocol(): string {
    return this.options.protocol ?? "";
  }

  send(data: string | Uint8Array): void {
    if (this.readyState !== "open") throw new Error("InvalidStateError");
    const copy = typeof data === "string" ? data : data.slice();
    this.sent.push(copy);
    this.#buffer.push(copy);
    this.bufferedAmount += copy.length;
    setTimeout(() => !this.isHeld && this.#deliver(), LATENCY_MS);
  }

  /** Lets all go, or the first few while the rest is held. */
  release(count = Number.POSITIVE_INFINITY): void {
    this.isHeld = count < Number.POSITIVE_INFINITY;
    for (let left = Math.min(count, this.#buffer.length); left > 0; left--) this.#deliver();
  }

  close(): void {
    if (this.readyState === "closed") return;
    this.readyState = "closed";
    setTimeout(() => this.#findOther(this)?.handleClosed(), LATENCY_MS);
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

  #deliver(): void {
    const data = this.#buffer.shift();
    if (data === undefined || this.readyState === "closed") return;
    const before = this.bufferedAmount;
    this.bufferedAmount -= data.length;
    const low = this.bufferedAmountLowThreshold;
    if (before > low && this.bufferedAmount <= low) this.onbufferedamountlow?.();
    const other = this.#findOther(this);
    if (other?.readyState === "open")
      other.onmessage?.({ data: typeof data === "string" ? data : data.slice().buffer });
  }
}
