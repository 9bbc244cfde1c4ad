import type { Message } from "./message.js";

/** The longest message, in bytes: what a receiver is ready to put together. */
export const MAX_MESSAGE = 16 * 2 ** 20;

// Each chunk has one byte before its part of the message: the kind, and whether the message begins and ends here.
const KIND = 3;
const FIRST = 4;
const LAST = 8;
/** How many bytes of a chunk are not the message's. */
export const CHUNK_HEADER = 1;

/** Copies a message into chunks of at most `size` bytes. */
export function split({ kind, bytes }: Message, size: number): Uint8Array<ArrayBuffer>[] {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const step = size - CHUNK_HEADER;
  let at = 0;
  do {
    const part = bytes.subarray(at, at + step);
    const chunk = new Uint8Array(CHUNK_HEADER + part.length);
    chunk[0] = kind | (at === 0 ? FIRST : 0) | (at + step >= bytes.length ? LAST : 0);
    chunk.set(part, CHUNK_HEADER);
    chunks.push(chunk);
    at += step;
  } while (at < bytes.length);
  return chunks;
}

/** Puts the chunks of one channel together again. Whatever comes, it holds one message of at most `MAX_MESSAGE`. */
export class Assembly {
  #bytes: Uint8Array | null = null;
  #length = 0;

  /** The message that ends with this chunk; null when it goes on, is too long, or lacks its beginning. */
  add(chunk: Uint8Array): Message | null {
    const header = chunk[0] ?? 0;
    const part = chunk.subarray(CHUNK_HEADER);
    const kind = header & KIND;
    if (header & FIRST) {
      if (header & LAST) return { kind, bytes: part };
      this.#bytes = new Uint8Array(4 * part.length);
      this.#length = 0;
    }
    this.#append(part);
    if (!this.#bytes || !(header & LAST)) return null;
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#bytes = null;
    return { kind, bytes };
  }

  #append(part: Uint8Array): void {
    const length = this.#length + part.length;
    if (!this.#bytes || length > MAX_MESSAGE) {
      this.#bytes = null;
      return;
    }
    if (length > this.#bytes.length) {
      // Doubled, so that many small chunks cost no more than one copy of all.
      const larger = new Uint8Array(Math.min(MAX_MESSAGE, 2 * length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(part, this.#length);
    this.#length = length;
  }
}
