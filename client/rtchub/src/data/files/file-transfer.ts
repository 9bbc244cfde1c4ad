import { Emitter } from "../../emitter.js";
import { RtcHubError } from "../../errors.js";
import type { RemotePeer } from "../../room/remote-peer.js";
import type { FileCode, FileFrame } from "../frames.js";
import { safeName } from "./file-name.js";

/**
 * How a transfer is. `offered`: not accepted yet; `interrupted`: the link is down, it goes on by itself when that is back; `done`: the receiver
 * has the whole file, verified; `declined` by the receiver, `cancelled` by either end, `failed` for any other reason.
 */
export type FileState =
  | "offered"
  | "transferring"
  | "interrupted"
  | "done"
  | "declined"
  | "cancelled"
  | "failed";

/** What happens to a file on its way. */
export interface FileEvents {
  /** So many bytes are over: at most ten times a second, and once when it is done. */
  progress: (bytes: number) => void;
  /** The state changed. */
  statechange: (state: FileState) => void;
}

/** What both ends know of a file. */
export interface FileFacts {
  id: string;
  name: string;
  size: number;
  type: string;
}

/** How a transfer ended. */
export type FileOutcome = "done" | FileCode | "peer_gone";

/** What a transfer needs of the call. */
export interface FileLine {
  readonly peer: RemotePeer;
  send(frame: FileFrame): Promise<boolean>;
  openChannel(id: string, offset: number): RTCDataChannel | null;
  handleEnded(file: FileTransfer, outcome: FileOutcome): void;
}

const PROGRESS_MS = 100;
const states: Partial<Record<FileOutcome, FileState>> = {
  done: "done",
  file_declined: "declined",
  file_cancelled: "cancelled",
};

/** A file on its way to a peer, or from one. */
export abstract class FileTransfer extends Emitter<FileEvents> {
  /** Who gets it, or sends it. */
  readonly peer: RemotePeer;
  /** The same on both ends. */
  readonly id: string;
  /** Without path separators and control characters, at most 255 characters; "file" when it has none. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The MIME type; "" when it is not known. */
  readonly type: string;
  /** @internal */
  protected readonly line: FileLine;
  #state: FileState = "offered";
  #bytes = 0;
  #toldAt = Number.NEGATIVE_INFINITY;
  #hasEnded = false;

  /** @internal */
  constructor({ id, name, size, type }: FileFacts, line: FileLine) {
    super();
    this.peer = line.peer;
    this.id = id;
    this.name = safeName(name);
    this.size = size;
    this.type = type;
    this.line = line;
  }

  /** How it is. */
  get state(): FileState {
    return this.#state;
  }

  /** How many bytes the receiver has. May fall by less than 1 MiB when an interrupted transfer goes on. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Ends it on both sides; nothing when it has ended. */
  cancel(): void {
    this.stop("file_cancelled");
  }

  /** @internal Ends it and tells the other end why. */
  stop(code: FileCode): void {
    if (!this.#hasEnded) void this.line.send({ t: "file-stop", id: this.id, code });
    this.end(code);
  }

  /** @internal */
  end(outcome: FileOutcome): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (outcome === "done") {
      this.#bytes = this.size;
      this.emit("progress", this.size);
    }
    this.release(outcome === "done" ? null : new RtcHubError(outcome));
    this.line.handleEnded(this, outcome);
    this.setState(states[outcome] ?? "failed");
  }

  /** @internal */
  abstract handleDown(): void;

  /** @internal The connection under the channels is up, or not: what flows in them waits for it. */
  handleLink(isUp: boolean): void {
    if (!isUp && this.#state === "transferring") this.setState("interrupted");
    else if (isUp && this.#state === "interrupted" && this.isFlowing) this.setState("transferring");
  }

  /** @internal */
  protected get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** @internal There is a channel for the bytes. */
  protected abstract get isFlowing(): boolean;

  /** @internal Lets go of all that the transfer holds, and settles its promise. */
  protected abstract release(error: RtcHubError | null): void;

  /** @internal */
  protected setState(state: FileState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.emit("statechange", state);
  }

  /** @internal */
  protected setBytes(bytes: number): void {
    this.#bytes = bytes;
    if (performance.now() - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = performance.now();
    this.emit("progress", bytes);
  }
}
