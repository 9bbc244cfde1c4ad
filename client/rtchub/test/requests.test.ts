import { beforeEach, expect, test, vi } from "vitest";
import type { RtcHubError } from "../src/errors.js";
import { breakLink, type Couple, channelTo, couple, tell } from "./fakes/data-setup.js";
import { pass } from "./fakes/hub-setup.js";
import { enter, network } from "./fakes/room-setup.js";
import { settled } from "./fakes/until.js";

let two: Couple;

beforeEach(async () => {
  two = await couple();
});

/** Never settles. */
const never = () => new Promise<null>(() => {});

test("a request is answered with what the handler returns, now or later", async () => {
  two.bob.onRequest("now", (payload, peer) => [payload, peer === two.bobsAda]);
  two.bob.onRequest("later", async (payload) => ({ payload }));
  two.bob.onRequest("nothing", () => {});

  expect(await settled(two.adasBob.request("now", 1))).toEqual([1, true]);
  expect(await settled(two.adasBob.request("later"))).toEqual({ payload: null });
  expect(await settled(two.adasBob.request("nothing", "x"))).toBe(null);
});

test("answers find their requests, in whatever order they come", async () => {
  const resolves: (() => void)[] = [];
  two.bob.onRequest("echo", (payload) => new Promise((resolve) => resolves.unshift(() => resolve(payload))));
  const answers = [1, 2, 3].map((count) => two.adasBob.request("echo", count));
  await pass();
  for (const resolve of resolves) resolve();
  await pass();

  expect(await Promise.all(answers)).toEqual([1, 2, 3]);
});

test("a name that nobody handles there is told so", async () => {
  expect(await settled(two.adasBob.request("toString"))).toBe("request_unknown");
});

test("of an error that a handler throws the message travels, cut to 500 characters, and nothing else", async () => {
  two.bob.onRequest("throw", () => {
    throw new TypeError("x".repeat(600));
  });
  two.bob.onRequest("reject", () => Promise.reject("a secret"));
  two.bob.onRequest("cannot be said", () => [1n] as never);
  const failures = ["throw", "reject", "cannot be said"].map((name) =>
    two.adasBob.request(name).catch((error: RtcHubError) => error),
  );
  await pass();

  expect(await Promise.all(failures)).toMatchObject([
    { code: "request_failed", message: "x".repeat(500) },
    { code: "request_failed", message: "The peer's handler of the request failed." },
    { code: "request_failed" },
  ]);
});

test("the handler that was set last answers, and is not ended by the one before it", async () => {
  const offFirst = two.bob.onRequest("who", () => "first");
  const offSecond = two.bob.onRequest("who", () => "second");
  offFirst();
  expect(await settled(two.adasBob.request("who"))).toBe("second");
  offSecond();
  expect(await settled(two.adasBob.request("who"))).toBe("request_unknown");
});

test("a request without an answer is given up after ten seconds, or the time it was given", async () => {
  two.bob.onRequest("wait", never);
  const codes: string[] = [];
  for (const options of [{}, { timeoutMs: 300 }])
    two.adasBob.request("wait", null, options).catch(({ code }) => codes.push(code));
  await pass(400);
  expect(codes).toEqual(["request_timeout"]);
  await pass(9_500);
  expect(codes).toHaveLength(1);
  await pass(200);
  expect(codes).toEqual(["request_timeout", "request_timeout"]);
});

test("an answer that comes too late harms nobody", async () => {
  two.bob.onRequest("slow", () => new Promise((resolve) => setTimeout(() => resolve("late"), 500)));
  expect(await settled(two.adasBob.request("slow", null, { timeoutMs: 100 }))).toBe("request_timeout");
  await pass(1_000);
  two.bob.onRequest("next", () => "next");

  expect(await settled(two.adasBob.request("next"))).toBe("next");
});

test("a request that nobody can hear is not connected", async () => {
  network.isBroken = true;
  await enter("Cleo");
  const cleo = [...two.ada.peers.values()][1];

  expect(await settled(cleo?.request("x") as Promise<unknown>)).toBe("not_connected");
});

test("when the link goes down, or the peer, a request that waits is not connected any more", async () => {
  two.bob.onRequest("wait", never);
  const first = two.adasBob.request("wait");
  await pass(50);
  breakLink(two.adasBob);
  expect(await settled(first)).toBe("not_connected");
  await pass(8_000);
  const second = two.adasBob.request("wait");
  await pass(50);
  void two.bob.leave();

  expect(await settled(second)).toBe("not_connected");
});

test("one whose link breaks before it was handed over is not connected either", async () => {
  channelTo(two.adasBob).isHeld = true;
  void two.adasBob.send(new ArrayBuffer(2 ** 21));
  const waiting = two.adasBob.request("x");
  breakLink(two.adasBob);

  expect(await settled(waiting)).toBe("not_connected");
});

test("an aborted request rejects with the reason, and is not sent when it was aborted before", async () => {
  two.bob.onRequest("wait", never);
  const abort = new AbortController();
  const aborted = two.adasBob.request("wait", null, { signal: abort.signal });
  await pass(50);
  abort.abort("enough");
  expect(await settled(aborted)).toBe("enough");

  const sent = channelTo(two.adasBob).sent.length;
  const late = two.adasBob.request("wait", null, { signal: abort.signal });
  expect(await settled(late)).toBe("enough");
  expect(channelTo(two.adasBob).sent.length).toBe(sent);
});

test("nothing is left of a request, however it ended", async () => {
  const before = vi.getTimerCount();
  const { signal } = new AbortController();
  const listeners = vi.spyOn(signal, "addEventListener");
  const ended = vi.spyOn(signal, "removeEventListener");
  two.bob.onRequest("answer", () => 1);
  two.bob.onRequest("fail", () => Promise.reject(new Error()));
  two.bob.onRequest("wait", never);
  for (const name of ["answer", "fail", "unknown"])
    await settled(two.adasBob.request(name, null, { timeoutMs: 1e9, signal }));
  await settled(two.adasBob.request("wait", null, { timeoutMs: 100, signal }));

  expect(vi.getTimerCount()).toBe(before);
  expect(ended.mock.calls.length).toBe(listeners.mock.calls.length);
});

test("a peer that asks without end is not served without end", async () => {
  const handler = vi.fn(never);
  two.bob.onRequest("wait", handler);
  for (let id = 1; id <= 1_000; id++) tell(two.adasBob, { t: "request", id, name: "wait", payload: null });
  await pass();

  expect(handler).toHaveBeenCalledTimes(256);
});
