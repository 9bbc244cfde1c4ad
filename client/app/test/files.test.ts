import type { FileEvents, FileState, IncomingFile, OutgoingFile, RemotePeer, Room } from "rtchub";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Chat } from "../src/chat/chat";
import { SentFile } from "../src/files/file-view";
import { fileState, percentOf, sizeWords } from "../src/files/file-words";
import { Files } from "../src/files/files";
import { OfferedFile } from "../src/files/offered-file";

const bob = { metadata: { name: "Bob" } } as unknown as RemotePeer;

/** A transfer that the test moves on. */
function transfer() {
  const handlers: Partial<FileEvents> = {};
  let accept = (_: Blob | null) => {};
  const accepted = new Promise<Blob | null>((resolve) => {
    accept = resolve;
  });
  let fail = (_: unknown) => {};
  const done = new Promise<void>((_, reject) => {
    fail = reject;
  });
  const file = {
    peer: bob,
    name: "a.txt",
    size: 1_200_000_000,
    state: "offered" as FileState,
    done,
    on: (event: keyof FileEvents, handler: never) => Object.assign(handlers, { [event]: handler }),
    accept: vi.fn(() => accepted),
    decline: vi.fn(),
    cancel: vi.fn(),
  };
  return { file, handlers, accept: (blob: Blob) => accept(blob), fail: (why: unknown) => fail(why) };
}

afterEach(() => vi.unstubAllGlobals());

describe("a file in words", () => {
  it("tells sizes as people do", () => {
    expect([0, 999, 1_500, 1_200_000_000].map(sizeWords)).toEqual([
      "0 bytes",
      "999 bytes",
      "1.5 kB",
      "1.2 GB",
    ]);
  });

  it("tells the two ends apart, and why it failed", async () => {
    const { file, handlers, fail } = transfer();
    const view = new SentFile(file as unknown as OutgoingFile, "Bob");
    expect(fileState(view)).toBe("Waiting for an answer");
    handlers.statechange?.("transferring");
    handlers.progress?.(504_000_000);
    expect([fileState(view), percentOf(view)]).toEqual(["Sending", 42]);
    fail({ code: "peer_gone" });
    handlers.statechange?.("failed");
    await vi.waitFor(() => expect(fileState(view)).toBe("Failed: the other end is gone."));
    expect(view.isOver.value).toBe(true);
  });
});

describe("an offered file", () => {
  it("can be saved as mere bytes, until it is let go", async () => {
    const revoke = vi.spyOn(URL, "revokeObjectURL");
    const create = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:a");
    const { file, accept } = transfer();
    const view = new OfferedFile(file as unknown as IncomingFile, "Bob");
    const taking = view.accept();
    accept(new Blob(["<script>"], { type: "text/html" }));
    await taking;
    expect(create).toHaveBeenCalledWith(expect.objectContaining({ type: "application/octet-stream" }));
    expect(view.url.value).toBe("blob:a");
    view.close();
    expect(revoke).toHaveBeenCalledWith("blob:a");
    expect(view.url.value).toBeNull();
  });

  it("stays offered when the user would rather not choose a place for it", async () => {
    const refuse = () => Promise.reject(new DOMException("", "AbortError"));
    vi.stubGlobal("showSaveFilePicker", refuse);
    const { file } = transfer();
    await new OfferedFile(file as unknown as IncomingFile, "Bob").accept();
    expect(file.accept).not.toHaveBeenCalled();
  });

  it("is told of outside of the chat only while that is closed", () => {
    const chat = new Chat(async () => ({ delivered: [], missed: [] }));
    const say = vi.fn();
    const files = new Files({ peers: new Map() } as unknown as Room, chat, say);
    files.receive(bob, transfer().file as unknown as IncomingFile);
    expect(say).toHaveBeenCalledWith("Bob offers you a.txt", expect.objectContaining({ label: "Open chat" }));
    say.mock.lastCall?.[1].act();
    expect(chat.open.value).toBe(true);
    files.receive(bob, transfer().file as unknown as IncomingFile);
    expect(say).toHaveBeenCalledOnce();
  });
});

it("a file for everyone is one entry with a line for each", () => {
  const chat = new Chat(async () => ({ delivered: [], missed: [] }));
  const sent = [transfer().file, transfer().file];
  const room = { peers: new Map([["b", bob]]), sendFile: () => sent };
  const files = new Files(room as unknown as Room, chat, vi.fn());
  files.send([new File(["x"], "a.txt")], "everyone");
  expect(chat.entries.value).toMatchObject([
    { kind: "sent-file", files: [{ peerName: "Bob" }, { peerName: "Bob" }] },
  ]);
  expect(chat.open.value).toBe(true);
});
