import type { RemotePeer } from "rtchub";
import { describe, expect, it } from "vitest";
import { Chat, type OwnEntry } from "../src/chat/chat";
import { chatMessage, longestMessage, parseChatMessage } from "../src/chat/chat-message";
import { deliveryMark } from "../src/chat/delivery";

/** A peer whose data channel is open or not. */
function peerNamed(name: string, isOpen = true): RemotePeer {
  return { metadata: { name }, send: () => isOpen } as unknown as RemotePeer;
}

function lastOwn(chat: Chat): OwnEntry {
  const entry = chat.entries.value.at(-1);
  if (entry?.kind !== "own") throw new Error("the last entry is not our own");
  return entry;
}

describe("a message that we sent", () => {
  it("carries no mark when everybody got it", () => {
    const chat = new Chat(() => ({ delivered: [peerNamed("Ada"), peerNamed("Bob")], missed: [] }));
    chat.send("hello");
    expect(deliveryMark(lastOwn(chat).delivery)).toBeNull();
  });

  it("names those who could not get it", () => {
    const chat = new Chat(() => ({
      delivered: [peerNamed("Ada")],
      missed: [peerNamed("Bob"), peerNamed("")],
    }));
    chat.send("hello");
    expect(deliveryMark(lastOwn(chat).delivery)).toBe("Not delivered to Bob and Guest");
  });

  it("says so when nobody was there", () => {
    const chat = new Chat(() => ({ delivered: [], missed: [] }));
    chat.send("hello");
    expect(deliveryMark(lastOwn(chat).delivery)).toBe("Nobody else was here to get this");
  });

  it("loses its mark when a second try reaches those who missed it", () => {
    const chat = new Chat(() => ({ delivered: [], missed: [peerNamed("Bob")] }));
    chat.send("hello");
    chat.retry(lastOwn(chat));
    expect(deliveryMark(lastOwn(chat).delivery)).toBeNull();
  });

  it("keeps its mark for those whom a second try misses again", () => {
    const chat = new Chat(() => ({ delivered: [], missed: [peerNamed("Bob"), peerNamed("Cleo", false)] }));
    chat.send("hello");
    chat.retry(lastOwn(chat));
    expect(deliveryMark(lastOwn(chat).delivery)).toBe("Not delivered to Cleo");
  });
});

describe("the chat", () => {
  it("counts what came while it was closed, until it is opened", () => {
    const chat = new Chat(() => ({ delivered: [], missed: [] }));
    chat.receive("Ada", "one");
    chat.receive("Ada", "two");
    expect(chat.unread.value).toBe(2);
    chat.show(true);
    chat.receive("Ada", "three");
    expect(chat.unread.value).toBe(0);
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
