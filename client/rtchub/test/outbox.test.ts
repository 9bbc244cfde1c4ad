import { expect, test } from "vitest";
import type { Outcome, ServiceConnection } from "../src/hub/hub-connection.js";
import { Outbox } from "../src/hub/outbox.js";

function fakeConnection() {
  const handles: ((outcome: Outcome) => void)[] = [];
  const call: ServiceConnection["call"] = (_method, _args, handle) => void handles.push(handle);
  return { handles, connection: { call } as ServiceConnection };
}

test("an answer that a taken-over connection still hands out is not heard, and does not disturb the count", async () => {
  const [older, newer] = [fakeConnection(), fakeConnection()];
  const outbox = new Outbox();
  const settled: string[] = [];
  outbox.attach(older.connection);
  void outbox.call("SendMessage", [1]).then(({ code }) => settled.push(code));
  outbox.detach();
  outbox.log.handleResumed(0);
  outbox.attach(newer.connection);
  outbox.flush();
  older.handles[0]?.({ value: { code: "peer_gone" } });
  await Promise.resolve();
  expect(settled).toEqual([]);

  newer.handles[0]?.({ value: { code: "ok" } });
  await new Promise(setImmediate);
  expect(settled).toEqual(["ok"]);
});

test("what is no answer at all settles as unexpected", async () => {
  const { handles, connection } = fakeConnection();
  const outbox = new Outbox();
  outbox.attach(connection);
  const results = [
    outbox.call("SendMessage", [1]),
    outbox.call("SendMessage", [2]),
    outbox.call("SendMessage", [3]),
  ];
  handles[0]?.({ value: "nonsense" });
  handles[1]?.({ value: { code: "brand_new_code" } });
  handles[2]?.({ error: new Error("HubException") });

  expect((await Promise.all(results)).map(({ code }) => code)).toEqual(Array(3).fill("unexpected_answer"));
});
