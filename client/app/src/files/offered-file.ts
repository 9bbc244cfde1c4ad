import { signal } from "@preact/signals";
import type { IncomingFile } from "rtchub";
import { FileView } from "./file-view";
import { chooseTarget } from "./save-picker";

/** A file that someone offers us. */
export class OfferedFile extends FileView {
  /** Where the whole file can be saved from; null before, and when it went to disk right away. */
  readonly url = signal<string | null>(null);
  readonly #file: IncomingFile;
  #isClosed = false;

  constructor(file: IncomingFile, peerName: string) {
    super(file, peerName);
    this.#file = file;
  }

  /** Takes the file: to a place on disk where the browser lets one choose it. To be called from a click. */
  async accept(): Promise<void> {
    try {
      const to = await chooseTarget(this.name);
      if (to === null) return;
      const blob = await this.#file.accept(to ? { to } : {});
      // As bytes, whatever the sender calls it: a page of theirs must not open as one of ours.
      const bytes = blob?.slice(0, blob.size, "application/octet-stream");
      if (bytes && !this.#isClosed) this.url.value = URL.createObjectURL(bytes);
    } catch (error) {
      this.fail(error);
    }
  }

  decline(): void {
    this.#file.decline();
  }

  /** Lets go of the file; one that is on its way ends. */
  close(): void {
    this.#isClosed = true;
    this.cancel();
    if (this.url.value) URL.revokeObjectURL(this.url.value);
    this.url.value = null;
  }
}
