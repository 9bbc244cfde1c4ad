import { beforeEach, expect, test, vi } from "vitest";
import type { FileTarget } from "../src/data/files/file-sink.js";
import type { FileTransfer } from "../src/data/files/file-transfer.js";
import type { IncomingFile } from "../src/data/files/incoming-file.js";
import type { FakeChannel } from "./fakes/data-channel.js";
import { breakLink, bytes, type Couple, connectionTo, couple, fileChannelsTo } from "./fakes/data-setup.js";
import { pass } from "./fakes/hub-setup.js";
import { network } from "./fakes/room-setup.js";
import { settled, until } from "./fakes/until.js";

const MiB = 2 ** 20;

let two: Couple;
let offers: IncomingFile[];

beforeEach(async () => {
  two = await couple();
  offers = [];
  two.bob.on("file", (peer, file) => {
    expect(peer).toBe(two.bobsAda);
    offers.push(file);
  });
});

function file(content: Uint8Array<ArrayBuffer>, name = "notes.txt"): File {
  return new File([content], name, { type: "text/plain" });
}

/** Every state that a transfer gets from now on. */
function statesOf(transfer: FileTransfer): string[] {
  const states: string[] = [];
  transfer.on("statechange", (state) => states.push(state));
  return states;
}

/** A file from Ada, offered to Bob. */
async function offer(content: Blob = file(bytes(3 * MiB + 5))) {
  const outgoing = two.adasBob.sendFile(content);
  const count = offers.length;
  await until(() => offers.length > count);
  return { outgoing, incoming: offers.at(-1) as IncomingFile };
}

/** The same, accepted, held up after 27 of its chunks, which are 1.6875 MiB. */
async function heldTransfer({ content, to }: { content?: Blob; to?: FileTarget } = {}) {
  const { outgoing, incoming } = await offer(content);
  const channel = await holdBytes(() => incoming.accept(to && { to }));
  channel.release(27);
  await until(() => outgoing.bytes === MiB);
  expect(incoming.bytes).toBe(27 * 2 ** 16);
  return { outgoing, incoming, arrived: incoming.accept(), channel };
}

/** The channel on which Ada sends what Bob accepts, full: nothing leaves it. */
async function holdBytes(accept: () => void): Promise<FakeChannel> {
  connectionTo(two.adasBob).holdsChannels = true;
  accept();
  await until(() => (fileChannelsTo(two.adasBob)[0]?.sent.length ?? 0) > 27);
  await pass(50);
  return fileChannelsTo(two.adasBob)[0] as FakeChannel;
}

/** Where a file is written to, as a WritableStream takes it. */
function sink(write: (block: Uint8Array) => void | Promise<void> = () => {}) {
  const log: string[] = [];
  const blocks: Uint8Array[] = [];
  const to = new WritableStream<Uint8Array<ArrayBuffer>>({
    write: (block) => {
      blocks.push(block);
      return write(block);
    },
    close: () => void log.push("closed"),
    abort: () => void log.push("aborted"),
  });
  return { to, log, blocks };
}

test("a file arrives as it was, with its name and type, and both ends see how it goes", async () => {
  const content = bytes(3 * MiB + 5);
  const { outgoing, incoming } = await offer(file(content));
  expect(incoming).toMatchObject({ name: "notes.txt", type: "text/plain", size: content.length, bytes: 0 });
  expect(incoming.id).toBe(outgoing.id);
  expect([outgoing.peer, incoming.peer]).toEqual([two.adasBob, two.bobsAda]);
  const states = [statesOf(outgoing), statesOf(incoming)];
  const arrived = (await settled(incoming.accept())) as Blob;

  expect(arrived.type).toBe("text/plain");
  expect(Buffer.compare(new Uint8Array(await arrived.arrayBuffer()), content)).toBe(0);
  expect(await settled(outgoing.done)).toBe(undefined);
  expect(states).toEqual([
    ["transferring", "done"],
    ["transferring", "done"],
  ]);
  expect([outgoing.bytes, incoming.bytes]).toEqual([content.length, content.length]);
});

test("the bytes go over a channel of their own in chunks of 64 KiB, which closes at the end", async () => {
  const { outgoing, incoming } = await offer();
  void incoming.accept();
  await settled(outgoing.done);
  await pass();
  const [channel] = fileChannelsTo(two.adasBob);

  expect(new Set(channel?.sent.map(({ length }) => length))).toEqual(new Set([2 ** 16, 5]));
  const ends = [...fileChannelsTo(two.adasBob), ...fileChannelsTo(two.bobsAda)];
  expect(ends.map(({ readyState }) => readyState)).toEqual(["closed", "closed"]);
});

test("a file goes to a stream in blocks of 1 MiB, and the stream is closed", async () => {
  const content = bytes(6 * MiB + 5);
  const { incoming } = await offer(file(content));
  const { to, blocks, log } = sink();

  expect(await settled(incoming.accept({ to }))).toBe(null);
  expect(blocks.map(({ length }) => length)).toEqual([...Array(6).fill(MiB), 5]);
  expect(Buffer.compare(Buffer.concat(blocks), content)).toBe(0);
  expect(log).toEqual(["closed"]);
});

test("a file goes to a file that was chosen, through the handle", async () => {
  const { incoming } = await offer();
  const { to, log } = sink();
  const handle = { createWritable: async () => to } as unknown as FileSystemFileHandle;

  expect(await settled(incoming.accept({ to: handle }))).toBe(null);
  expect(log).toEqual(["closed"]);
});

test("a file of no bytes arrives", async () => {
  const { outgoing, incoming } = await offer(new File([], "empty"));
  const arrived = await settled(incoming.accept());

  expect((arrived as Blob).size).toBe(0);
  expect(await settled(outgoing.done)).toBe(undefined);
});

test("a file for everyone is offered to each peer", async () => {
  const transfers = two.ada.sendFile(file(bytes(10)), { name: "other.txt" });
  await until(() => offers.length === 1);

  expect(transfers.map(({ peer }) => peer)).toEqual([two.adasBob]);
  expect(offers[0]?.name).toBe("other.txt");
});

test.each([
  ["../../etc/passwd", ".._.._etc_passwd"],
  ["C:\\autoexec.bat", "C:_autoexec.bat"],
  ["a\u0000b\nc", "a_b_c"],
  ["invoice\u202efdp.exe", "invoice_fdp.exe"],
  ["..", "file"],
  ["", "file"],
  ["x".repeat(300), "x".repeat(255)],
])("the name %j is shown as %j", async (name, shown) => {
  const { incoming } = await offer(new File(["x"], name));

  expect(incoming.name).toBe(shown);
});

test("a declined file is told so, and nothing of it was sent", async () => {
  const { outgoing, incoming } = await offer();
  incoming.decline();

  expect(await settled(outgoing.done)).toBe("file_declined");
  expect([outgoing.state, incoming.state]).toEqual(["declined", "declined"]);
  expect(await settled(incoming.accept())).toBe("file_declined");
  expect(fileChannelsTo(two.adasBob)).toEqual([]);
});

test("where nobody listens to files they are declined", async () => {
  expect(await settled(two.bobsAda.sendFile(file(bytes(1))).done)).toBe("file_declined");
});

test.each(["sender", "receiver"])(
  "when the %s cancels, both ends end, and what was written is let go",
  async (who) => {
    const { to, log } = sink();
    const { outgoing, incoming, arrived } = await heldTransfer({ to });
    (who === "sender" ? outgoing : incoming).cancel();

    expect(await settled(outgoing.done)).toBe("file_cancelled");
    expect(await settled(arrived)).toBe("file_cancelled");
    expect([outgoing.state, incoming.state]).toEqual(["cancelled", "cancelled"]);
    expect(log).toEqual(["aborted"]);
  },
);

test("what is not what was sent fails as corrupt on both ends", async () => {
  const { outgoing, arrived, channel } = await heldTransfer();
  const chunk = channel.sent.at(-1) as Uint8Array;
  chunk[0] = 1 + (chunk[0] ?? 0);
  channel.release();

  expect(await settled(arrived)).toBe("file_corrupt");
  expect(await settled(outgoing.done)).toBe("file_corrupt");
});

test("a file that can no longer be read fails as unreadable on both ends", async () => {
  const content = file(bytes(3 * MiB));
  const { outgoing, incoming } = await offer(content);
  const slice = content.slice.bind(content);
  content.slice = (start, end) =>
    (start ?? 0) < 2 * MiB
      ? slice(start, end)
      : ({ size: 1, arrayBuffer: () => Promise.reject(new Error("gone")) } as never);

  expect(await settled(incoming.accept())).toBe("file_unreadable");
  expect(await settled(outgoing.done)).toBe("file_unreadable");
});

test.each(["opened", "written to", "closed"])(
  "a place that cannot be %s fails as unwritable on both ends",
  async (how) => {
    const { outgoing, incoming } = await offer();
    const refuse = (when: string) => (when === how ? Promise.reject(new Error("disk full")) : undefined);
    const to = {
      createWritable: async () => {
        await refuse("opened");
        return new WritableStream({ write: () => refuse("written to"), close: () => refuse("closed") });
      },
    } as unknown as FileSystemFileHandle;

    expect(await settled(incoming.accept({ to }))).toBe("file_unwritable");
    expect(await settled(outgoing.done)).toBe("file_unwritable");
  },
);

test("a file whose link is replaced goes on from the last whole block that arrived", async () => {
  const content = bytes(5 * MiB + 9);
  const { outgoing, incoming, arrived } = await heldTransfer({ content: file(content) });
  const states = [statesOf(outgoing), statesOf(incoming)];
  breakLink(two.adasBob);
  expect([outgoing.state, incoming.state]).toEqual(["interrupted", "interrupted"]);
  const blob = (await settled(arrived)) as Blob;

  expect(Buffer.compare(new Uint8Array(await blob.arrayBuffer()), content)).toBe(0);
  expect(await settled(outgoing.done)).toBe(undefined);
  for (const of of states) expect(of).toEqual(["interrupted", "transferring", "done"]);
  const again = fileChannelsTo(two.adasBob).flatMap(({ sent }) => sent);
  expect(again.reduce((sum, { length }) => sum + length, 0)).toBe(content.length - MiB);
});

test("a link that is mended without a new one interrupts a file, and nothing of it is sent twice", async () => {
  const { outgoing, incoming, arrived, channel } = await heldTransfer();
  const states = statesOf(outgoing);
  network.breakAll();
  await until(() => outgoing.state === "interrupted" && incoming.state === "interrupted");
  network.heal();
  await until(() => outgoing.state === "transferring" && incoming.state === "transferring");
  channel.release();

  expect((await settled(arrived)) as Blob).toHaveProperty("size", outgoing.size);
  await settled(outgoing.done);
  expect(states).toEqual(["interrupted", "transferring", "done"]);
  expect(fileChannelsTo(two.adasBob)).toHaveLength(1);
});

test("an offer that was made while the link was down is made when it is up", async () => {
  breakLink(two.adasBob);
  const { outgoing, incoming } = await offer();
  void incoming.accept();

  expect(await settled(outgoing.done)).toBe(undefined);
});

test("a file that was accepted while the link was down comes when it is up", async () => {
  const { outgoing, incoming } = await offer();
  breakLink(two.adasBob);
  void incoming.accept();
  await until(() => incoming.state === "interrupted");

  expect(await settled(outgoing.done)).toBe(undefined);
  expect(offers).toHaveLength(1);
});

test("an end that was told while the link was down is told when it is up", async () => {
  const declined = await offer();
  const cancelled = await heldTransfer();
  breakLink(two.adasBob);
  declined.incoming.decline();
  cancelled.outgoing.cancel();

  expect(await settled(declined.outgoing.done)).toBe("file_declined");
  expect(await settled(cancelled.arrived)).toBe("file_cancelled");
  expect(offers).toHaveLength(2);
});

test("when the peer leaves, its files end on both sides, and nothing stays behind", async () => {
  const { outgoing, incoming, arrived } = await heldTransfer();
  const waiting = two.adasBob.sendFile(file(bytes(5)));
  void two.ada.leave();

  expect(await settled(arrived)).toBe("peer_gone");
  expect(await settled(outgoing.done)).toBe("peer_gone");
  expect(await settled(waiting.done)).toBe("peer_gone");
  expect([outgoing.state, incoming.state, waiting.state]).toEqual(["failed", "failed", "failed"]);
  void two.bob.leave();
  await pass(2_000);
  expect(vi.getTimerCount()).toBe(0);
});

test("a file for a peer that has left fails at once", async () => {
  await Promise.all([two.bob.leave(), pass()]);
  const late = two.adasBob.sendFile(file(bytes(5)));

  expect(late.state).toBe("failed");
  expect(await settled(late.done)).toBe("peer_gone");
});

test("a slow disk holds the sender back, after 16 MiB", async () => {
  const content = file(bytes(20 * MiB));
  const { outgoing, incoming } = await offer(content);
  let isFull = true;
  const waiting: (() => void)[] = [];
  const { to } = sink(() => (isFull ? new Promise((resolve) => waiting.push(resolve)) : undefined));
  void incoming.accept({ to });
  await until(() => incoming.bytes === 16 * MiB);
  await pass(1_000);
  expect([incoming.bytes, outgoing.bytes]).toEqual([16 * MiB, 0]);
  isFull = false;
  for (const resolve of waiting) resolve();

  expect(await settled(outgoing.done)).toBe(undefined);
});

test("no more than some MiB wait in the channel", async () => {
  const { incoming } = await offer(file(bytes(12 * MiB)));
  const channel = await holdBytes(() => incoming.accept());
  await pass(1_000);

  expect(channel.bufferedAmount).toBe(4 * MiB);
});

test("progress is told at most ten times a second, and at the end", async () => {
  const { outgoing, incoming } = await offer(file(bytes(8 * MiB)));
  const told = new Map<FileTransfer, { bytes: number; at: number }[]>();
  for (const transfer of [outgoing, incoming]) {
    told.set(transfer, []);
    transfer.on("progress", (bytes) => told.get(transfer)?.push({ bytes, at: performance.now() }));
  }
  void incoming.accept();
  await settled(outgoing.done);

  for (const steps of told.values()) {
    expect(steps.at(-1)?.bytes).toBe(8 * MiB);
    const gaps = steps.slice(1, -1).map(({ at }, i) => at - (steps[i]?.at ?? 0));
    expect(gaps.filter((gap) => gap < 100)).toEqual([]);
  }
});

test("chat is not held up by a file", async () => {
  await heldTransfer();
  const got: unknown[] = [];
  two.bob.on("data", (_peer, data) => got.push(data));
  void two.adasBob.send("hello");
  await pass(5);

  expect(got).toEqual(["hello"]);
  expect(connectionTo(two.adasBob).channels.filter(({ readyState }) => readyState === "open")).toHaveLength(
    3,
  );
});
