import { BLOCK, hashBlock, hashFile, hurryCollection, WINDOW } from "./blocks.js";
import type { FileSink } from "./file-sink.js";

/** Makes blocks of what arrives of a file, hashes them and puts them away. */
export class FileIntake {
  readonly #size: number;
  readonly #sink: FileSink;
  readonly #handleWritten: () => void;
  readonly #handleFailed: () => void;
  readonly #hashes: Promise<ArrayBuffer>[] = [];
  #block: Uint8Array<ArrayBuffer> | null = null;
  /** Whole blocks that can be filled again. */
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  /** How much of the block is filled. */
  #filled = 0;
  #whole = 0;
  #written = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(size: number, sink: FileSink, handleWritten: () => void, handleFailed: () => void) {
    this.#size = size;
    this.#sink = sink;
    this.#handleWritten = handleWritten;
    this.#handleFailed = handleFailed;
  }

  /** How many bytes have come. */
  get received(): number {
    return this.#whole + this.#filled;
  }

  /** How many of them are in whole blocks. */
  get whole(): number {
    return this.#whole;
  }

  /** How many are put away. */
  get written(): number {
    return this.#written;
  }

  /** False for what no honest sender sends: more than the file has, or than may be on the way. */
  add(chunk: Uint8Array): boolean {
    const received = this.received + chunk.length;
    if (received > this.#size || received - this.#written > WINDOW + BLOCK) return false;
    for (let at = 0; at < chunk.length; ) {
      this.#block ??= this.#newBlock();
      const part = chunk.subarray(at, at + this.#block.length - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === this.#block.length) this.#putAway(this.#block);
    }
    return true;
  }

  /** Forgets the block that has begun; resolves when all whole ones are put away. */
  settle(): Promise<void> {
    this.#block = null;
    this.#filled = 0;
    return this.#work;
  }

  hash(): Promise<string> {
    return hashFile(this.#hashes);
  }

  #newBlock(): Uint8Array<ArrayBuffer> {
    const length = Math.min(BLOCK, this.#size - this.#whole);
    return (length === BLOCK && this.#free.pop()) || new Uint8Array(length);
  }

  #putAway(block: Uint8Array<ArrayBuffer>): void {
    hurryCollection();
    this.#block = null;
    this.#filled = 0;
    this.#whole += block.length;
    const hash = hashBlock(block);
    this.#hashes.push(hash);
    this.#work = this.#work
      .then(() => Promise.all([hash, this.#sink.write(block)]))
      .then(() => {
        this.#written += block.length;
        if (this.#sink.copies) this.#free.push(block);
        this.#handleWritten();
      });
    this.#work.catch(() => this.#handleFailed());
  }
}
