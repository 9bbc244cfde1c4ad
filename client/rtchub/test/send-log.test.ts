import { beforeEach, expect, test } from "vitest";
import { SendLog } from "../src/hub/send-log.js";

let log: SendLog;
let settled: Record<string, string>;

beforeEach(() => {
  log = new SendLog();
  settled = {};
});

function ask(...names: string[]): void {
  for (const name of names) {
    const method = name.startsWith("other") ? "Subscribe" : "SendMessage";
    log.add({ method, args: [name], settle: ({ code }) => Object.assign(settled, { [name]: code }) });
  }
}

function send() {
  const sent = [];
  for (let call = log.next(); call; call = log.next()) sent.push(call);
  return sent;
}

const names = (calls: { args: readonly unknown[] }[]) => calls.map(({ args }) => args[0]);

test("after a resume the calls that were handled settle as ok and the later ones go out again in order", () => {
  ask("a", "b", "c", "d");
  const [a] = send();
  if (a) log.handleAnswer(a, { code: "peer_gone", fields: {} });

  log.handleResumed(2);
  ask("e");

  expect(settled).toEqual({ a: "peer_gone", b: "ok" });
  expect(names(send())).toEqual(["c", "d", "e"]);
});

test("counting goes on over several resumes", () => {
  ask("a", "b", "c");
  send();
  log.handleResumed(1);
  send();
  log.handleResumed(2);

  expect(settled).toEqual({ a: "ok", b: "ok" });
  expect(names(send())).toEqual(["c"]);
});

test("calls that are not counted are made again in their place", () => {
  ask("a", "other", "b");
  send();
  log.handleResumed(1);

  expect(settled).toEqual({ a: "ok" });
  expect(names(send())).toEqual(["other", "b"]);
});

test("a gap starts the count again and repeats everything without an answer", () => {
  ask("a", "b");
  send();
  log.handleResumed(1);
  send();
  log.handleGap();
  expect(names(send())).toEqual(["b"]);

  log.handleResumed(1);

  expect(settled).toEqual({ a: "ok", b: "ok" });
  expect(send()).toEqual([]);
});

test("a gap after which the service still knows what it handled repeats only the rest", () => {
  ask("a", "b", "c");
  send();
  log.handleGap(2);

  expect(settled).toEqual({ a: "ok", b: "ok" });
  expect(names(send())).toEqual(["c"]);
  log.handleResumed(1);
  expect(settled).toEqual({ a: "ok", b: "ok", c: "ok" });
});

test("when the session is gone its signals settle so, and the other calls are handed back", () => {
  ask("a", "other");
  send();
  ask("b");

  expect(names(log.handleSessionGone())).toEqual(["other"]);
  expect(settled).toEqual({ a: "session_gone", b: "session_gone" });
});

test("calls refused for now keep their order, also among those whose answer is still out", () => {
  ask("a", "b", "c", "d");
  const [a, b] = send();
  if (a) log.handleRefusedForNow(a);
  if (b) log.handleRefusedForNow(b);
  ask("e");
  log.handleResumed(2);

  expect(settled).toEqual({});
  expect(names(send())).toEqual(["a", "b", "c", "d", "e"]);
});
