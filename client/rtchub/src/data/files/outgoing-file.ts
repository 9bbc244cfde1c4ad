import type { RtcHubError } from "../../errors.js";
import { BLOCK, hashFile } from "./blocks.js";
import { FileFeed } from "./file-feed.js";
import { type FileLine, FileTransfer } from "./file-transfer.js";

/** How a file is sent. */
export interface FileOptions {
  /** What the receiver sees; default the name of the `File`. */
  name?: string;
}

/** A file on its way to a peer. Its `bytes` are those that the receiver has put away. */
export class OutgoingFile extends FileTransfer {
  /** Resolves when the peer has the file, whole and verified; rejects with an `RtcHubError` when that will not be. May be left unheard. */
  readonly done: Promise<void>;
  readonly #file: Blob;
  readonly #hashes: Promise<ArrayBuffer>[] = [];
  #settle!: (error: RtcHubError | null) => void;
  #feed: FileFeed | null = null;

  /** @internal */
  constructor(file: Blob, { name = file instanceof File ? file.name : "" }: FileOptions, line: FileLine) {
    super({ id: crypto.randomUUID(), name, size: file.size, type: file.type }, line);
    this.#file = file;
    this.done = new Promise((resolve, reject) => {
      this.#settle = (error) => (error ? reject(error) : resolve());
    });
    this.done.catch(() => {});
  }

  /** @internal The peer can be told, for the first time or after an interruption. */
  offer(): void {
    const { id, name, size, type } = this;
    void this.line.send({ t: "file-offer", id, name, size, type });
  }

  /** @internal The receiver wants the bytes from `offset` on. */
  handleAccept(offset: number): void {
    const blocks = Math.ceil(offset / BLOCK);
    const isEdge = offset === this.size || offset % BLOCK === 0;
    if (!isEdge || blocks > this.#hashes.length) {
      this.stop("file_corrupt");
      return;
    }
    this.handleDown();
    const isWhole = offset === this.size;
    const channel = isWhole ? null : this.line.openChannel(this.id, offset);
    if (channel) this.#feed = new FileFeed(this.#file, channel, offset, () => this.handleDown());
    else if (!isWhole) return; // the link is going down
    this.setState("transferring");
    this.setBytes(offset);
    void this.#transfer(this.#feed);
  }

  /** @internal */
  handleReceived(bytes: number): void {
    if (!this.#feed) return;
    this.setBytes(this.#feed.handleReceived(bytes));
  }

  /** @internal The receiver has it. */
  handleDone(): void {
    if (this.state !== "offered") this.end("done");
  }

  /** @internal The link is gone. */
  handleDown(): void {
    this.#feed?.close();
    this.#feed = null;
    if (this.state === "transferring") this.setState("interrupted");
  }

  /** @internal */
  protected override get isFlowing(): boolean {
    return this.#feed !== null;
  }

  /** @internal */
  protected override release(error: RtcHubError | null): void {
    this.#feed?.close();
    this.#feed = null;
    this.#settle(error);
  }

  async #transfer(feed: FileFeed | null): Promise<void> {
    try {
      if (feed && !(await feed.run(this.#hashes))) return;
    } catch {
      this.stop("file_unreadable");
      return;
    }
    await this.line.send({ t: "file-end", id: this.id, hash: await hashFile(this.#hashes) });
  }
}
