import { signal } from "@preact/signals";
import type { RemotePeer } from "rtchub";
import { describe, expect, it, vi } from "vitest";
import { Chat, type OwnEntry } from "../src/chat/chat";
import { chatMessage, longestMessage, parseChatMessage } from "../src/chat/chat-message";
import { deliveryMark } from "../src/chat/delivery";
import type { OfferedFile } from "../src/files/offered-file";
import { isPageVisible } from "../src/state/page-visibility";

/** A peer whose data channel is open or not. */
function peerNamed(name: string, isOpen = true): RemotePeer {
  return { metadata: { name }, send: async () => isOpen } as unknown as RemotePeer;
}

function lastOwn(chat: Chat): OwnEntry {
  const entry = chat.entries.value.at(-1);
  if (entry?.kind !== "own") throw new Error("the last entry is not our own");
  return entry;
}

describe("a message that we sent", () => {
  it("is there at once, and told of as being sent until it has gone", async () => {
    let handOver = () => {};
    const sent = new Promise<void>((resolve) => {
      handOver = resolve;
    });
    const chat = new Chat(async () => {
      await sent;
      return { delivered: [peerNamed("Ada")], missed: [] };
    });
    const sending = chat.send("hello");
    expect(lastOwn(chat)).toMatchObject({ text: "hello", delivery: null });
    expect(deliveryMark(lastOwn(chat).delivery)).toBe("Sending…");
    chat.receive("Ada", "meanwhile");
    handOver();
    await sending;
    expect(chat.entries.value).toMatchObject([
      { kind: "own", delivery: { deliveredCount: 1 } },
      { kind: "peer" },
    ]);
  });

  it("carries no mark when everybody got it", async () => {
    const chat = new Chat(async () => ({ delivered: [peerNamed("Ada"), peerNamed("Bob")], missed: [] }));
    await chat.send("hello");
    expect(deliveryMark(lastOwn(chat).delivery)).toBeNull();
  });

  it("names those who could not get it", async () => {
    const chat = new Chat(async () => ({
      delivered: [peerNamed("Ada")],
      missed: [peerNamed("Bob"), peerNamed("")],
    }));
    await chat.send("hello");
    expect(deliveryMark(lastOwn(chat).delivery)).toBe("Not delivered to Bob and Guest");
  });

  it("says so when nobody was there", async () => {
    const chat = new Chat(async () => ({ delivered: [], missed: [] }));
    await chat.send("hello");
    expect(deliveryMark(lastOwn(chat).delivery)).toBe("Nobody else was here to get this");
  });

  it("loses its mark when a second try reaches those who missed it", async () => {
    const chat = new Chat(async () => ({ delivered: [], missed: [peerNamed("Bob")] }));
    await chat.send("hello");
    await chat.retry(lastOwn(chat));
    expect(deliveryMark(lastOwn(chat).delivery)).toBeNull();
  });

  it("keeps its mark for those whom a second try misses again", async () => {
    const chat = new Chat(async () => ({
      delivered: [],
      missed: [peerNamed("Bob"), peerNamed("Cleo", false)],
    }));
    await chat.send("hello");
    await chat.retry(lastOwn(chat));
    expect(deliveryMark(lastOwn(chat).delivery)).toBe("Not delivered to Cleo");
  });
});

describe("the chat", () => {
  it("counts what came while it was closed, until it is opened", () => {
    const chat = new Chat(async () => ({ delivered: [], missed: [] }));
    chat.receive("Ada", "one");
    chat.receive("Ada", "two");
    expect(chat.unread.value).toBe(2);
    chat.show(true);
    chat.receive("Ada", "three");
    expect(chat.unread.value).toBe(0);
  });

  it("counts what came while the page could not be seen, though it was open", () => {
    const chat = new Chat(async () => ({ delivered: [], missed: [] }));
    chat.show(true);
    isPageVisible.value = false;
    chat.receive("Ada", "one");
    expect(chat.unread.value).toBe(1);
    isPageVisible.value = true;
    chat.read();
    expect(chat.unread.value).toBe(0);
  });

  it("marks where the unread messages begin, until it is closed or answered", () => {
    const chat = new Chat(async () => ({ delivered: [], missed: [] }));
    chat.receive("Ada", "one");
    chat.receive("Ada", "two");
    chat.show(true);
    expect(chat.firstNewId.value).toBe(chat.entries.value[0]?.id);
    void chat.send("an answer");
    expect(chat.firstNewId.value).toBeNull();
    chat.show(false);
    chat.receive("Ada", "three");
    chat.show(true);
    chat.show(false);
    expect(chat.firstNewId.value).toBeNull();
  });

  it("keeps a thousand entries, and of older ones only a file that is still to be answered", () => {
    const chat = new Chat(async () => ({ delivered: [], missed: [] }));
    const close = vi.fn();
    const offered = (isOver: boolean) => ({ isOver: signal(isOver), close }) as unknown as OfferedFile;
    chat.showOffered(offered(false));
    chat.showOffered(offered(true));
    for (let count = 0; count < 1_000; count++) chat.note(`Guest ${count} joined`);
    expect(chat.entries.value).toHaveLength(1_000);
    expect(close).toHaveBeenCalledOnce();
    expect(chat.entries.value[0]).toMatchObject({ kind: "offered-file" });
    expect(chat.entries.value[1]).toMatchObject({ text: "Guest 1 joined" });
    chat.close();
    expect(close).toHaveBeenCalledTimes(2);
  });

  it("reads its own messages and ignores all other data", () => {
    expect(parseChatMessage(chatMessage("hello"))).toBe("hello");
    for (const other of [null, 1, "hello", [], {}, { type: "chat" }, { type: "chat", text: " " }]) {
      expect(parseChatMessage(other)).toBeNull();
    }
  });

  it("cuts texts that are longer than anybody may write", () => {
    expect(parseChatMessage(chatMessage("x".repeat(longestMessage + 1)))).toHaveLength(longestMessage);
  });
});
