import type { RtcHubError } from "../../errors.js";
import { FileIntake } from "./file-intake.js";
import { type FileSink, type FileTarget, openSink } from "./file-sink.js";
import { type FileFacts, type FileLine, FileTransfer } from "./file-transfer.js";

/** What to do with a file. */
export interface AcceptOptions {
  /** Where it goes, block by block; without it you get a `Blob`. A handle or stream is closed when the file is whole, else aborted. */
  to?: FileTarget;
}

/** A file that a peer offers, and once accepted sends. `name`, `size` and `type` are the peer's word. */
export class IncomingFile extends FileTransfer {
  readonly #result: Promise<Blob | null>;
  #resolve!: (blob: Blob | null) => void;
  #reject!: (error: RtcHubError) => void;
  #sink: FileSink | null = null;
  #intake: FileIntake | null = null;
  #channel: RTCDataChannel | null = null;
  /** What the sender says the whole has. */
  #hash: string | null = null;
  /** Counts the times the transfer was taken up: what was begun before is void. */
  #turn = 0;
  #isTelling = false;
  #isFinishing = false;

  /** @internal */
  constructor(facts: FileFacts, line: FileLine) {
    super(facts, line);
    this.#result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#result.catch(() => {});
  }

  /**
   * Takes the file. Resolves when it is whole and verified: with a `Blob`, or with null when it went `to` somewhere. Rejects with an
   * `RtcHubError`: `file_cancelled`, `file_corrupt`, `file_unreadable` (by the sender), `file_unwritable` or `peer_gone`. Only the first call
   * counts.
   */
  accept({ to }: AcceptOptions = {}): Promise<Blob | null> {
    if (this.state === "offered") {
      this.setState("transferring");
      void this.#begin(to);
    }
    return this.#result;
  }

  /** Refuses the file; nothing when it was accepted or has ended. */
  decline(): void {
    if (this.state === "offered") this.stop("file_declined");
  }

  /** @internal The link is there for the first time, or again. */
  async resume(): Promise<void> {
    const intake = this.#intake;
    if (!intake) return;
    this.#dropChannel();
    const turn = ++this.#turn;
    await intake.settle().catch(() => {}); // a sink that failed has ended the transfer
    if (turn !== this.#turn || this.hasEnded) return;
    this.setBytes(intake.whole);
    const isSent = await this.line.send({ t: "file-accept", id: this.id, offset: intake.whole });
    if (turn === this.#turn && !this.hasEnded) this.setState(isSent ? "transferring" : "interrupted");
  }

  /** @internal */
  handleChannel(channel: RTCDataChannel, offset: number): void {
    if (this.#channel || offset !== this.#intake?.received) {
      channel.close();
      return;
    }
    this.#channel = channel;
    channel.binaryType = "arraybuffer";
    channel.onclose = () => this.handleDown();
    channel.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) this.#take(new Uint8Array(data));
    };
  }

  /** @internal The sender has sent all. */
  handleEnd(hash: string): void {
    if (!this.#intake) return;
    this.#hash ??= hash;
    void this.#finish();
  }

  /** @internal The link is gone. */
  handleDown(): void {
    this.#turn++;
    this.#dropChannel();
    if (this.state === "transferring") this.setState("interrupted");
  }

  /** @internal */
  protected override get isFlowing(): boolean {
    return this.#channel !== null;
  }

  /** @internal */
  protected override release(error: RtcHubError | null): void {
    this.#dropChannel();
    this.#intake = null;
    if (!error) return;
    this.#sink?.abort();
    this.#reject(error);
  }

  async #begin(to: FileTarget | undefined): Promise<void> {
    try {
      this.#sink = await openSink(to, this.type);
    } catch {
      this.stop("file_unwritable");
      return;
    }
    if (this.hasEnded) {
      this.#sink.abort();
      return;
    }
    this.#intake = new FileIntake(
      this.size,
      this.#sink,
      () => this.#handleWritten(),
      () => this.stop("file_unwritable"),
    );
    await this.resume();
  }

  #take(chunk: Uint8Array): void {
    const intake = this.#intake;
    if (!intake) return;
    if (intake.add(chunk)) this.setBytes(intake.received);
    else this.stop("file_corrupt");
  }

  #handleWritten(): void {
    void this.#tell();
    void this.#finish();
  }

  /** Tells the sender how far we are; one frame at a time, whatever the peer lets us send. */
  async #tell(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (let told = -1; this.#intake && told !== this.#intake.written; ) {
      told = this.#intake.written;
      await this.line.send({ t: "file-received", id: this.id, bytes: told });
    }
    this.#isTelling = false;
  }

  async #finish(): Promise<void> {
    const intake = this.#intake;
    if (this.#hash === null || intake?.written !== this.size || this.#isFinishing) return;
    this.#isFinishing = true;
    const isSame = (await intake.hash()) === this.#hash;
    if (!isSame || !this.#sink) {
      this.stop("file_corrupt");
      return;
    }
    try {
      this.#resolve(await this.#sink.close());
    } catch {
      this.stop("file_unwritable");
      return;
    }
    if (!this.hasEnded) void this.line.send({ t: "file-done", id: this.id });
    this.end("done");
  }

  #dropChannel(): void {
    const channel = this.#channel;
    if (!channel) return;
    channel.onclose = channel.onmessage = null;
    channel.close();
    this.#channel = null;
  }
}
