import { beforeEach, expect, test } from "vitest";
import type { AcceptOptions, IncomingFile } from "../src/data/files/incoming-file.js";
import type { FakeChannel } from "./fakes/data-channel.js";
import {
  bytes,
  type Couple,
  channelTo,
  connectionTo,
  couple,
  fileChannelsTo,
  tell,
} from "./fakes/data-setup.js";
import { pass } from "./fakes/hub-setup.js";
import { settled, until } from "./fakes/until.js";

// Ada's end is driven by hand, and says what the library never says. Whatever it is, Bob's page goes on.

const MiB = 2 ** 20;

let two: Couple;
let offers: IncomingFile[];
let heard: unknown[];

beforeEach(async () => {
  two = await couple();
  offers = [];
  heard = [];
  two.bob.on("file", (_peer, file) => offers.push(file));
  two.bob.on("data", (_peer, data) => heard.push(data));
});

/** A file that Ada offers by hand. */
async function offer(facts: object = {}): Promise<IncomingFile> {
  tell(two.adasBob, { t: "file-offer", id: "f", name: "n", size: 3 * MiB, type: "", ...facts });
  await pass(5);
  return offers.at(-1) as IncomingFile;
}

/** The same, accepted, while Ada's own library does not hear that it was. */
async function accepted(facts?: object, options?: AcceptOptions) {
  channelTo(two.adasBob).onmessage = null;
  const file = await offer(facts);
  const arrived = file.accept(options);
  await pass(5);
  return { file, arrived };
}

async function open(label: string, protocol = "0"): Promise<FakeChannel> {
  const channel = connectionTo(two.adasBob).createDataChannel(label, { protocol });
  await pass(5);
  return channel;
}

/** What of Bob's end became of the channel that Ada opened last. */
const endOfBob = () => fileChannelsTo(two.bobsAda).at(-1)?.readyState;

async function expectStillFine(): Promise<void> {
  void two.adasBob.send("still here");
  await pass(50);
  expect(heard.at(-1)).toBe("still here");
}

test("frames of every kind with anything in them, and bytes that are no frames, break nothing", async () => {
  let seed = 1;
  const below = (limit: number) => {
    seed = (seed * 48_271) % 0x7fffffff;
    return seed % limit;
  };
  const kinds = ["hello", "request", "response", "refusal", "constructor", "__proto__", "", 1, null];
  const files = ["offer", "accept", "received", "end", "done", "stop"].map((kind) => `file-${kind}`);
  const real = two.adasBob.sendFile(new Blob([bytes(MiB)]));
  const values = [
    0,
    -1,
    1.5,
    1e300,
    2 ** 53,
    MiB,
    null,
    true,
    "",
    "f",
    "x".repeat(10_000),
    real.id,
    "file_corrupt",
    [],
    {},
  ];
  const fields = [
    "id",
    "name",
    "payload",
    "code",
    "message",
    "size",
    "type",
    "offset",
    "bytes",
    "hash",
    "peerId",
  ];
  const pick = <T>(all: T[]) => all[below(all.length)] as T;
  for (let round = 0; round < 1_000; round++) {
    const frame = Object.fromEntries(fields.filter(() => below(5) > 0).map((field) => [field, pick(values)]));
    tell(two.adasBob, { t: pick([...kinds, ...files, ...files]), ...frame });
    channelTo(two.adasBob).send(Uint8Array.from({ length: below(40) }, () => below(256)));
    tell(two.bobsAda, { t: pick(files), ...frame, id: real.id });
    if (round % 50 === 0) for (const file of offers.splice(0)) void file.accept();
    if (round % 100 === 0) await pass(5);
  }
  channelTo(two.adasBob).send("text");
  for (const text of ["null", "[]", "{", "1", '{"t":"hello"}'])
    channelTo(two.adasBob).send(new Uint8Array([12, ...new TextEncoder().encode(text)]));
  await pass(500);

  await expectStillFine();
});

test("of more than a hundred offers without an answer the rest is declined", async () => {
  const before = channelTo(two.bobsAda).sent.length;
  for (let i = 0; i < 150; i++) await offer({ id: `f${i}` });

  expect(offers).toHaveLength(100);
  expect(channelTo(two.bobsAda).sent.length - before).toBe(50);
  offers[0]?.decline();
  await offer({ id: "after" });
  expect(offers.at(-1)?.id).toBe("after");
});

test("an offer that is made again is the same offer, and one that has ended is answered again", async () => {
  const file = await offer();
  await offer();
  expect(offers).toHaveLength(1);
  file.decline();
  await pass(5);
  const before = channelTo(two.bobsAda).sent.length;
  await offer();

  expect(offers).toHaveLength(1);
  expect(channelTo(two.bobsAda).sent.length).toBe(before + 1);
});

test.each([
  ["for a file that was not offered", "rtchub-file:other", "0"],
  ["from another offset than was asked for", "rtchub-file:f", String(MiB)],
  ["from an offset that is no number", "rtchub-file:f", "none"],
])("a channel %s is closed", async (_what, label, protocol) => {
  await accepted();
  await open(label, protocol);

  expect(endOfBob()).toBe("closed");
});

test("a channel for a file that is not accepted yet is closed, and what comes over it is not kept", async () => {
  const file = await offer();
  const channel = await open("rtchub-file:f");
  expect(endOfBob()).toBe("closed");
  if (channel.readyState === "open") channel.send(bytes(10));
  await pass(5);

  expect(file.bytes).toBe(0);
});

test("a second channel for a file is closed, the first goes on", async () => {
  const { file } = await accepted();
  const first = await open("rtchub-file:f");
  await open("rtchub-file:f");
  expect(endOfBob()).toBe("closed");
  first.send(bytes(10));
  await pass(5);

  expect(file.bytes).toBe(10);
});

test("more bytes than were announced fail the file", async () => {
  const { file, arrived } = await accepted({ size: 5 });
  (await open("rtchub-file:f")).send(bytes(6));

  expect(await settled(arrived)).toBe("file_corrupt");
  expect([file.state, endOfBob()]).toEqual(["failed", "closed"]);
});

test("a sender that does not wait for what is put away fails the file", async () => {
  const to = new WritableStream({ write: () => new Promise(() => {}) });
  const { arrived } = await accepted({ size: 100 * MiB }, { to });
  const channel = await open("rtchub-file:f");
  for (let i = 0; i < 18; i++) channel.send(new Uint8Array(MiB));

  expect(await settled(arrived)).toBe("file_corrupt");
});

test("an end before all has come is kept for then, and a wrong one fails the file", async () => {
  const { file, arrived } = await accepted({ size: 5 });
  tell(two.adasBob, { t: "file-end", id: "f", hash: "wrong" });
  await pass(5);
  expect(file.state).toBe("transferring");
  (await open("rtchub-file:f")).send(bytes(5));

  expect(await settled(arrived)).toBe("file_corrupt");
});

test("a size that nobody has room for takes no room", async () => {
  const { file } = await accepted({ size: Number.MAX_SAFE_INTEGER });
  (await open("rtchub-file:f")).send(bytes(10));
  await pass(5);

  expect(file.bytes).toBe(10);
  file.cancel();
  await expectStillFine();
});

test.each([-1, 0.5, 1e300, 2 ** 53, "5", null])("a file of %s bytes is no offer", async (size) => {
  expect(await offer({ size })).toBe(undefined);
});

test.each([MiB, 5, 2 ** 50])(
  "a receiver that wants a file from %d on, which it cannot have, fails it",
  async (offset) => {
    const outgoing = two.adasBob.sendFile(new Blob([bytes(2 * MiB)]));
    await until(() => offers.length === 1);
    tell(two.bobsAda, { t: "file-accept", id: outgoing.id, offset });

    expect(await settled(outgoing.done)).toBe("file_corrupt");
  },
);

test("a receiver that says it has more than was sent is not believed", async () => {
  const outgoing = two.adasBob.sendFile(new Blob([bytes(20 * MiB)]));
  await until(() => offers.length === 1);
  connectionTo(two.adasBob).holdsChannels = true;
  void offers[0]?.accept();
  await until(() => fileChannelsTo(two.adasBob)[0]?.bufferedAmount === 4 * MiB);
  tell(two.bobsAda, { t: "file-received", id: outgoing.id, bytes: 2 ** 50 });
  await pass(50);

  expect(outgoing.bytes).toBe(4 * MiB);
});

test("one who says a file is done that nobody accepted ends nothing", async () => {
  const outgoing = two.adasBob.sendFile(new Blob([bytes(5)]));
  await until(() => offers.length === 1);
  tell(two.bobsAda, { t: "file-done", id: outgoing.id });
  await pass(5);

  expect(outgoing.state).toBe("offered");
});
