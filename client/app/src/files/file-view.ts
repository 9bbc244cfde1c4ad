import { computed, signal } from "@preact/signals";
import type { FileState, FileTransfer, OutgoingFile } from "rtchub";
import { codeOf } from "../state/join-problem";

const over: readonly FileState[] = ["done", "declined", "cancelled", "failed"];

/** A file on its way between us and one other, as signals that the page draws. */
export abstract class FileView {
  /** Who the other is. */
  readonly peerName: string;
  readonly state = signal<FileState>("offered");
  /** How much is over there. */
  readonly bytes = signal(0);
  /** The code of what ended it before it was done; null for nothing. */
  readonly failure = signal<string | null>(null);
  /** Nothing will happen to it any more. */
  readonly isOver = computed(() => over.includes(this.state.value));
  readonly #file: FileTransfer;

  constructor(file: FileTransfer, peerName: string) {
    this.#file = file;
    this.peerName = peerName;
    this.state.value = file.state;
    file.on("statechange", (state) => {
      this.state.value = state;
    });
    file.on("progress", (bytes) => {
      this.bytes.value = bytes;
    });
  }

  get name(): string {
    return this.#file.name;
  }

  get size(): number {
    return this.#file.size;
  }

  cancel(): void {
    this.#file.cancel();
  }

  protected fail(error: unknown): void {
    this.failure.value = codeOf(error);
  }
}

/** A file that we send. */
export class SentFile extends FileView {
  constructor(file: OutgoingFile, peerName: string) {
    super(file, peerName);
    file.done.catch((error: unknown) => this.fail(error));
  }
}
