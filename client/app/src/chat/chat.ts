import { signal } from "@preact/signals";
import type { RemotePeer, SendReport } from "rtchub";
import type { FileView } from "../files/file-view";
import type { OfferedFile } from "../files/offered-file";
import { nameOf } from "../state/names";
import { isPageVisible } from "../state/page-visibility";
import { type ChatMessage, chatMessage } from "./chat-message";
import type { Delivery } from "./delivery";

interface Entry {
  id: number;
  at: Date;
}

/** A line that nobody wrote. */
export interface NoteEntry extends Entry {
  kind: "note";
  text: string;
}

export interface PeerEntry extends Entry {
  kind: "peer";
  from: string;
  text: string;
}

export interface OwnEntry extends Entry {
  kind: "own";
  text: string;
  /** Null while it is being sent. */
  delivery: Delivery | null;
  missed: readonly RemotePeer[];
}

/** A file that we send, once for each receiver. */
export interface SentFileEntry extends Entry {
  kind: "sent-file";
  files: readonly FileView[];
}

export interface OfferedFileEntry extends Entry {
  kind: "offered-file";
  file: OfferedFile;
}

export type ChatEntry = NoteEntry | PeerEntry | OwnEntry | SentFileEntry | OfferedFileEntry;
type NewEntry = ChatEntry extends infer E ? (E extends Entry ? Omit<E, "id" | "at"> : never) : never;

/** So many entries are kept. */
const most = 1000;

/** The conversation of one call. It lives on this page only: the service never sees it. */
export class Chat {
  readonly entries = signal<readonly ChatEntry[]>([]);
  readonly open = signal(false);
  /** Messages that came while the chat was closed or the page could not be seen. */
  readonly unread = signal(0);
  /** The entry that the unread ones began with; it stays marked as new until the chat is closed or answered. */
  readonly firstNewId = signal<number | null>(null);
  #lastId = 0;

  constructor(private readonly sendToAll: (message: ChatMessage) => Promise<SendReport>) {}

  async send(text: string): Promise<void> {
    this.firstNewId.value = null;
    const id = this.#add({ kind: "own", text, delivery: null, missed: [] });
    const { delivered, missed } = await this.sendToAll(chatMessage(text));
    this.#update(id, { missed, delivery: reportDelivery(delivered.length, missed) });
  }

  /** Sends a message once more to those who missed it. */
  async retry({ id, text, missed, delivery }: OwnEntry): Promise<void> {
    this.#update(id, { delivery: null });
    const sent = await Promise.all(missed.map((peer) => peer.send(chatMessage(text))));
    const still = missed.filter((_, i) => !sent[i]);
    const deliveredCount = (delivery?.deliveredCount ?? 0) + missed.length - still.length;
    this.#update(id, { missed: still, delivery: reportDelivery(deliveredCount, still) });
  }

  receive(from: string, text: string): void {
    this.#count(this.#add({ kind: "peer", from, text }));
  }

  showSent(files: readonly FileView[]): void {
    this.#add({ kind: "sent-file", files });
  }

  showOffered(file: OfferedFile): void {
    this.#count(this.#add({ kind: "offered-file", file }));
  }

  /** A line that nobody wrote: who joined, who left. */
  note(text: string): void {
    this.#add({ kind: "note", text });
  }

  show(open: boolean): void {
    this.open.value = open;
    if (open) this.read();
    else this.firstNewId.value = null;
  }

  /** The messages have been seen. */
  read(): void {
    this.unread.value = 0;
  }

  /** The call is over: files that nobody saved are let go. */
  close(): void {
    for (const entry of this.entries.value) letGo(entry);
  }

  #add(entry: NewEntry): number {
    const id = ++this.#lastId;
    const entries = [...this.entries.value, { ...entry, id, at: new Date() }];
    if (entries.length > most) {
      // What can still be answered or ended stays.
      const oldest = entries.findIndex(isOver);
      for (const gone of entries.splice(Math.max(0, oldest), 1)) letGo(gone);
    }
    this.entries.value = entries;
    return id;
  }

  #update(id: number, changes: Partial<Pick<OwnEntry, "delivery" | "missed">>): void {
    this.entries.value = this.entries.value.map((entry) =>
      entry.id === id && entry.kind === "own" ? { ...entry, ...changes } : entry,
    );
  }

  #count(id: number): void {
    if (this.open.value && isPageVisible.value) return;
    if (this.unread.value++ === 0) this.firstNewId.value = id;
  }
}

function isOver(entry: ChatEntry): boolean {
  if (entry.kind === "sent-file") return entry.files.every(({ isOver }) => isOver.value);
  return entry.kind !== "offered-file" || entry.file.isOver.value;
}

function letGo(entry: ChatEntry): void {
  if (entry.kind === "offered-file") entry.file.close();
}

function reportDelivery(deliveredCount: number, missed: readonly RemotePeer[]): Delivery {
  return { deliveredCount, missedNames: missed.map(nameOf) };
}
