import { signal } from "@preact/signals";
import type { RemotePeer, SendReport } from "rtchub";
import { displayName } from "../state/names";
import { type ChatMessage, chatMessage } from "./chat-message";
import type { Delivery } from "./delivery";

interface Entry {
  id: number;
  at: Date;
  text: string;
}

export interface NoteEntry extends Entry {
  kind: "note";
}

export interface PeerEntry extends Entry {
  kind: "peer";
  from: string;
}

export interface OwnEntry extends Entry {
  kind: "own";
  delivery: Delivery;
  missed: readonly RemotePeer[];
}

export type ChatEntry = NoteEntry | PeerEntry | OwnEntry;
type NewEntry = ChatEntry extends infer E ? (E extends Entry ? Omit<E, "id" | "at"> : never) : never;

/** The conversation of one call. It lives on this page only: the service never sees it. */
export class Chat {
  readonly entries = signal<readonly ChatEntry[]>([]);
  readonly open = signal(false);
  /** Messages that came while the chat was closed. */
  readonly unread = signal(0);
  #lastId = 0;

  constructor(private readonly sendToAll: (message: ChatMessage) => SendReport) {}

  send(text: string): void {
    const { delivered, missed } = this.sendToAll(chatMessage(text));
    this.#add({ kind: "own", text, missed, delivery: reportDelivery(delivered.length, missed) });
  }

  /** Sends a message once more to those who missed it. */
  retry(entry: OwnEntry): void {
    const missed = entry.missed.filter((peer) => !peer.send(chatMessage(entry.text)));
    const deliveredCount = entry.delivery.deliveredCount + entry.missed.length - missed.length;
    const updated = { ...entry, missed, delivery: reportDelivery(deliveredCount, missed) };
    this.entries.value = this.entries.value.map((other) => (other.id === entry.id ? updated : other));
  }

  receive(from: string, text: string): void {
    this.#add({ kind: "peer", from, text });
    if (!this.open.value) this.unread.value++;
  }

  /** A line that nobody wrote: who joined, who left. */
  note(text: string): void {
    this.#add({ kind: "note", text });
  }

  show(open: boolean): void {
    this.open.value = open;
    if (open) this.unread.value = 0;
  }

  #add(entry: NewEntry): void {
    this.entries.value = [...this.entries.value, { ...entry, id: ++this.#lastId, at: new Date() }];
  }
}

function reportDelivery(deliveredCount: number, missed: readonly RemotePeer[]): Delivery {
  return { deliveredCount, missedNames: missed.map((peer) => displayName(peer.metadata?.name)) };
}
