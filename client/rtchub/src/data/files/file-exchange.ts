import type { RemotePeer } from "../../room/remote-peer.js";
import type { FileFrame } from "../frames.js";
import type { FileLine, FileOutcome, FileTransfer } from "./file-transfer.js";
import { IncomingFile } from "./incoming-file.js";
import { type FileOptions, OutgoingFile } from "./outgoing-file.js";

/** So many offers of a peer may be unanswered; further ones are declined. */
const MAX_OFFERS = 100;
/** How many incoming files are remembered after their end, to answer a sender that has not heard of it. */
const MAX_ENDED = 1_000;
/** With so many messages waiting the peer hears no refusals: it does not read them. */
const MAX_BACKLOG = 1_000;

/** What files need of the call, and tell it. */
export interface ExchangeLine {
  readonly peer: RemotePeer;
  /** How many messages wait to be sent. */
  backlog(): number;
  send(frame: FileFrame): Promise<boolean>;
  openChannel(id: string, offset: number): RTCDataChannel | null;
  /** False when nobody listens. */
  handleFile(file: IncomingFile): boolean;
}

/** All files that are on their way to a peer or from it. */
export class FileExchange {
  readonly #line: ExchangeLine;
  readonly #outgoing = new Map<string, OutgoingFile>();
  readonly #incoming = new Map<string, IncomingFile>();
  /** What was last said of incoming files that have ended. */
  readonly #ended = new Map<string, FileFrame>();
  #isClosed = false;

  constructor(line: ExchangeLine) {
    this.#line = line;
  }

  send(blob: Blob, options: FileOptions): OutgoingFile {
    const file = new OutgoingFile(
      blob,
      options,
      this.#lineOf((ended) => this.#outgoing.delete(ended.id)),
    );
    if (this.#isClosed) {
      file.end("peer_gone");
      return file;
    }
    this.#outgoing.set(file.id, file);
    file.offer();
    return file;
  }

  /** Messages can be sent, for the first time or again. */
  handleOpen(): void {
    for (const file of this.#outgoing.values()) file.offer();
    for (const file of this.#incoming.values()) void file.resume();
  }

  handleDown(): void {
    for (const file of this.#all()) file.handleDown();
  }

  handleLink(isUp: boolean): void {
    for (const file of this.#all()) file.handleLink(isUp);
  }

  handleFrame(frame: FileFrame): void {
    const outgoing = this.#outgoing.get(frame.id);
    const incoming = this.#incoming.get(frame.id);
    if (frame.t === "file-offer") this.#handleOffer(frame);
    else if (frame.t === "file-stop") (outgoing ?? incoming)?.end(frame.code);
    else if (frame.t === "file-end") incoming?.handleEnd(frame.hash);
    else if (frame.t === "file-received") outgoing?.handleReceived(frame.bytes);
    else if (frame.t === "file-done") outgoing?.handleDone();
    else if (outgoing) outgoing.handleAccept(frame.offset);
    else this.#answer({ t: "file-stop", id: frame.id, code: "file_cancelled" });
  }

  /** The bytes of a file come over a channel of their own. */
  handleChannel(channel: RTCDataChannel, id: string, offset: number): void {
    const file = this.#incoming.get(id);
    if (file) file.handleChannel(channel, offset);
    else channel.close();
  }

  close(): void {
    this.#isClosed = true;
    for (const file of this.#all()) file.end("peer_gone");
    this.#ended.clear();
  }

  #all(): FileTransfer[] {
    return [...this.#outgoing.values(), ...this.#incoming.values()];
  }

  #handleOffer(offer: Extract<FileFrame, { t: "file-offer" }>): void {
    const { id } = offer;
    const ended = this.#ended.get(id);
    if (ended) this.#answer(ended);
    if (ended || this.#incoming.has(id)) return;
    const open = [...this.#incoming.values()].filter(({ state }) => state === "offered");
    const file = new IncomingFile(
      offer,
      this.#lineOf((...how) => this.#handleIncomingEnded(...how)),
    );
    this.#incoming.set(id, file);
    if (open.length < MAX_OFFERS && this.#line.handleFile(file)) return;
    this.#incoming.delete(id);
    this.#answer({ t: "file-stop", id, code: "file_declined" });
  }

  #handleIncomingEnded({ id }: FileTransfer, outcome: FileOutcome): void {
    this.#incoming.delete(id);
    if (outcome === "peer_gone") return;
    this.#ended.set(id, outcome === "done" ? { t: "file-done", id } : { t: "file-stop", id, code: outcome });
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > MAX_ENDED && oldest !== undefined) this.#ended.delete(oldest);
  }

  #lineOf(handleEnded: FileLine["handleEnded"]): FileLine {
    const { peer } = this.#line;
    return {
      peer,
      send: (frame) => this.#line.send(frame),
      openChannel: (id, offset) => this.#line.openChannel(id, offset),
      handleEnded,
    };
  }

  #answer(frame: FileFrame): void {
    if (this.#line.backlog() < MAX_BACKLOG) void this.#line.send(frame);
  }
}
