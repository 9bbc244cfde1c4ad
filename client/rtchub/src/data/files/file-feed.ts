import { BLOCK, hashBlock, hurryCollection, WINDOW } from "./blocks.js";

/** What every browser takes in one piece. */
const CHUNK = 2 ** 16;
/** The channel is filled up to the first, and again from the second on: it must never run dry. */
const HIGH = 4 * 2 ** 20;
const LOW = 2 * 2 ** 20;

/** Sends the bytes of a file over a channel of their own, as they are, from an offset on. */
export class FileFeed {
  readonly #file: Blob;
  readonly #channel: RTCDataChannel;
  #sent: number;
  #received: number;
  #isClosed = false;
  #wake = () => {};

  constructor(file: Blob, channel: RTCDataChannel, offset: number, handleClosed: () => void) {
    this.#file = file;
    this.#channel = channel;
    this.#sent = offset;
    this.#received = offset;
    channel.bufferedAmountLowThreshold = LOW;
    channel.onopen = channel.onbufferedamountlow = () => this.#wake();
    channel.onclose = handleClosed;
  }

  /** Resolves with false when it was closed before all was sent. Fills `hashes`. Rejects when the file cannot be read, or has changed. */
  async run(hashes: Promise<ArrayBuffer>[]): Promise<boolean> {
    let next = this.#read(this.#sent);
    while (this.#sent < this.#file.size) {
      const block = await next;
      hashes[this.#sent / BLOCK] = hashBlock(block);
      next = this.#read(this.#sent + BLOCK);
      next.catch(() => {}); // told when its turn has come
      for (let at = 0; at < block.byteLength; at += CHUNK) {
        while (!this.#isClosed && !this.#isFree()) await new Promise<void>((wake) => (this.#wake = wake));
        if (this.#isClosed) return false;
        const chunk = new Uint8Array(block, at, Math.min(CHUNK, block.byteLength - at));
        this.#channel.send(chunk);
        this.#sent += chunk.length;
      }
    }
    return true;
  }

  /** The receiver has put so many bytes away. Returns how many that can be. */
  handleReceived(bytes: number): number {
    this.#received = Math.min(bytes, this.#sent);
    this.#wake();
    return this.#received;
  }

  close(): void {
    this.#isClosed = true;
    this.#channel.onopen = this.#channel.onclose = this.#channel.onbufferedamountlow = null;
    this.#channel.close();
    this.#wake();
  }

  #isFree(): boolean {
    const { readyState, bufferedAmount } = this.#channel;
    return readyState === "open" && bufferedAmount < HIGH && this.#sent - this.#received < WINDOW;
  }

  async #read(offset: number): Promise<ArrayBuffer> {
    hurryCollection();
    const part = this.#file.slice(offset, offset + BLOCK);
    const block = await part.arrayBuffer();
    if (block.byteLength !== part.size) throw new RangeError("the file has changed");
    return block;
  }
}
