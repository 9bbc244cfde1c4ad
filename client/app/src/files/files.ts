import { signal } from "@preact/signals";
import type { IncomingFile, RemotePeer, Room } from "rtchub";
import type { Say } from "rtchub-ui";
import type { Chat } from "../chat/chat";
import { nameOf } from "../state/names";
import { words } from "../words";
import { SentFile } from "./file-view";
import { OfferedFile } from "./offered-file";

/** Whom files would go to that are dropped now: the key of one peer, or everyone; null while none are dragged. */
export type DropTarget = number | "everyone" | null;

/** Sends files, and shows in the chat what becomes of them and of those that others offer. */
export class Files {
  readonly dropTarget = signal<DropTarget>(null);
  readonly #room: Room;
  readonly #chat: Chat;
  readonly #say: Say;

  constructor(room: Room, chat: Chat, say: Say) {
    this.#room = room;
    this.#chat = chat;
    this.#say = say;
  }

  /** Offers them to one peer, or to everyone who is here. */
  send(files: readonly File[], to: RemotePeer | "everyone"): void {
    if (this.#room.peers.size === 0) this.#say(words.value.files.nobody);
    for (const file of files) {
      const sent = to === "everyone" ? this.#room.sendFile(file) : [to.sendFile(file)];
      const views = sent.map((one) => new SentFile(one, nameOf(one.peer)));
      if (views.length > 0) this.#chat.showSent(views);
    }
    if (files.length > 0 && this.#room.peers.size > 0) this.#chat.show(true);
  }

  receive(peer: RemotePeer, file: IncomingFile): void {
    const offered = new OfferedFile(file, nameOf(peer));
    this.#chat.showOffered(offered);
    if (this.#chat.open.value) return;
    const { files, chat } = words.value;
    const open = { label: chat.show, act: () => this.#chat.show(true) };
    this.#say(files.offered(offered.peerName, offered.name), open);
  }
}
