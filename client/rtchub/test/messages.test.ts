import { beforeEach, expect, test } from "vitest";
import { Assembly, MAX_MESSAGE, split } from "../src/data/chunks.js";
import type { Data } from "../src/data/message.js";
import { bytes, type Couple, channelTo, connectionTo, couple } from "./fakes/data-setup.js";
import { pass } from "./fakes/hub-setup.js";
import { enter, network } from "./fakes/room-setup.js";
import { settled } from "./fakes/until.js";

let two: Couple;
/** What Bob got. */
let got: unknown[];

beforeEach(async () => {
  two = await couple();
  got = [];
  two.bob.on("data", (peer, data) => {
    expect(peer).toBe(two.bobsAda);
    got.push(data);
  });
});

test("any JSON value and any bytes arrive in order, as they were sent", async () => {
  const values: Data[] = [null, 0, "ä", [1, { a: false }], {}];
  for (const value of values) expect(await settled(two.adasBob.send(value))).toBe(true);
  await two.adasBob.send(bytes(5).buffer);
  await two.adasBob.send(bytes(9).subarray(2, 5));
  await two.adasBob.send(new DataView(bytes(9).buffer, 8));
  await two.adasBob.send(new ArrayBuffer(0));
  await pass();

  const binary = [bytes(5), bytes(9).slice(2, 5), bytes(9).slice(8), bytes(0)].map(({ buffer }) => buffer);
  expect(got).toEqual([...values, ...binary]);
});

test("a message is on the channel when send returns, unless one before it waits", () => {
  const channel = channelTo(two.adasBob);
  const before = channel.sent.length;
  void two.adasBob.send("now");

  expect(channel.sent.length).toBe(before + 1);
});

test("a message of 16 MiB arrives whole, over chunks of at most 64 KiB", async () => {
  const long = bytes(MAX_MESSAGE);
  expect(await settled(two.adasBob.send(long))).toBe(true);
  await pass();

  expect(got.map((data) => Buffer.compare(new Uint8Array(data as ArrayBuffer), long))).toEqual([0]);
  expect(Math.max(...channelTo(two.adasBob).sent.map(({ length }) => length))).toBe(2 ** 16);
});

test("a longer one is refused, and nothing of it is sent", async () => {
  const before = channelTo(two.adasBob).sent.length;

  expect(await settled(two.adasBob.send(new ArrayBuffer(MAX_MESSAGE + 1)))).toBe("too_large");
  expect(await settled(two.ada.send("x".repeat(MAX_MESSAGE)))).toBe("too_large");
  expect(channelTo(two.adasBob).sent.length).toBe(before);
});

test("chunks are smaller where the other end takes less", async () => {
  connectionTo(two.adasBob).sctp = { maxMessageSize: 2_000 };
  await two.adasBob.send("x".repeat(5_000));
  await pass();

  expect(got).toEqual(["x".repeat(5_000)]);
  expect(Math.max(...channelTo(two.adasBob).sent.map(({ length }) => length))).toBe(2_000);
});

test("no more than a mebibyte waits in the channel, and messages wait their turn", async () => {
  const channel = channelTo(two.adasBob);
  const order: string[] = [];
  channel.isHeld = true;
  const long = two.adasBob.send("x".repeat(3 * 2 ** 20)).then((isSent) => order.push(`long ${isSent}`));
  const short = two.adasBob.send("short").then((isSent) => order.push(`short ${isSent}`));
  await pass();

  expect(order).toEqual([]);
  expect(channel.bufferedAmount).toBeLessThanOrEqual(2 ** 20 + 2 ** 16);
  channel.release();
  await pass();
  await Promise.all([long, short]);
  expect(order).toEqual(["long true", "short true"]);
  expect(got).toEqual([expect.any(String), "short"]);
});

test("when the channel closes, false is for those who were not handed over to it", async () => {
  const channel = channelTo(two.adasBob);
  channel.isHeld = true;
  // 16 chunks, after which the channel has all it may.
  const handedOver = two.adasBob.send(bytes(16 * (2 ** 16 - 1)));
  const next = two.adasBob.send("never");
  channel.handleClosed();

  expect(await Promise.all([handedOver, next])).toEqual([true, false]);
});

test("what waits when the room is left comes to false", async () => {
  channelTo(two.adasBob).isHeld = true;
  const waits = two.adasBob.send(bytes(2 ** 21));
  void two.ada.leave();

  expect(await settled(waits)).toBe(false);
});

test("what may be lost goes over a channel that loses and overtakes, in one chunk", async () => {
  const [, lossy] = connectionTo(two.adasBob).channels;
  const report = await settled(two.ada.send({ x: 1 }, { reliable: false }));
  await pass();

  expect(report).toEqual({ delivered: [two.adasBob], missed: [] });
  expect(lossy?.options).toMatchObject({ id: 1, negotiated: true, ordered: false, maxRetransmits: 0 });
  expect(lossy?.sent).toHaveLength(1);
  expect(got).toEqual([{ x: 1 }]);
  expect(await settled(two.adasBob.send(bytes(2 ** 16), { reliable: false }))).toBe("too_large");
});

test("who is not reached is missed, the others get it", async () => {
  network.isBroken = true;
  await enter("Cleo");
  const report = await settled(two.ada.send("hello"));
  await pass();

  expect(report).toEqual({
    delivered: [two.adasBob],
    missed: [expect.objectContaining({ linkState: "connecting" })],
  });
  expect(got).toEqual(["hello"]);
});

test("of a message whose end was never sent nothing is left in the next", () => {
  const assembly = new Assembly();
  const [first] = split({ kind: 2, bytes: bytes(3_000) }, 1_024);
  const next = split({ kind: 2, bytes: bytes(2_000) }, 1_024);

  expect([first as Uint8Array, ...next].map((chunk) => assembly.add(chunk))).toEqual([
    null,
    null,
    { kind: 2, bytes: bytes(2_000) },
  ]);
});

test("a receiver puts nothing together that is over the limit, and takes the next message", () => {
  const assembly = new Assembly();
  const chunks = split({ kind: 2, bytes: new Uint8Array(MAX_MESSAGE + 1) }, 2 ** 16);
  const next = split({ kind: 2, bytes: bytes(4) }, 2 ** 16);

  expect(chunks.map((chunk) => assembly.add(chunk)).every((message) => message === null)).toBe(true);
  expect(assembly.add(next[0] as Uint8Array)).toEqual({ kind: 2, bytes: bytes(4) });
});
