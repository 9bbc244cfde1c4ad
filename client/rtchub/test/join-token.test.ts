import { beforeEach, expect, test, vi } from "vitest";
import type { ConnectOptions } from "../src/hub/connect.js";
import type { HubClient } from "../src/hub/hub-client.js";
import { createHub, service } from "./fakes/hub-setup.js";

/** When the application was asked for a token, in seconds from the start. */
let asked: number[];
let start: number;
let failures: number;
const reported = vi.fn();

beforeEach(() => {
  reported.mockReset();
  vi.stubGlobal("reportError", reported);
  start = Date.now();
  asked = [];
  failures = 0;
});

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000);

function giveToken(): string {
  asked.push(Math.round((Date.now() - start) / 1_000));
  if (failures-- > 0) throw new Error("not logged in");
  return `token ${asked.length}`;
}

function begin(accessToken: ConnectOptions["accessToken"] = giveToken): HubClient {
  const client = createHub({ accessToken, topics: ["t"] });
  void client.start();
  return client;
}

const shown = () => service.callsOf("RefreshToken").map(([token]) => token);

test.each([
  [2_400, 1_800],
  [100, 70],
  [40, 20],
])("a token of %i s is renewed after %i s", async (lasts, renewedAfter) => {
  service.tokenTtlMs = lasts * 1_000;
  begin();
  await pass(renewedAfter - 1);
  expect(asked).toEqual([0]);
  await pass(2);

  expect(shown()).toEqual(["token 2"]);
});

test("how long the next token lasts is what the service said last", async () => {
  service.tokenTtlMs = 400_000;
  begin();
  await pass(200);
  service.tokenTtlMs = 4_000_000;
  await pass(2_000);
  expect(asked).toEqual([0, 300]);
  await pass(1_500);

  expect(asked).toEqual([0, 300, 3_300]);
});

test("a token that does not end is never asked for again", async () => {
  begin();
  await pass(100_000);

  expect(asked).toEqual([0]);
});

test("a token of years is not asked for all the time", async () => {
  service.tokenTtlMs = 10 * 365 * 86_400_000;
  begin();
  await pass(60);

  expect(asked).toEqual([0]);
});

test("an application that gives the same token again is not asked all the time, not even at its end", async () => {
  service.tokenTtlMs = 1;
  begin();
  await pass(60);

  expect(asked.length).toBeLessThan(70);
});

test("an application that has no token is asked again with growing waits, until the old one has ended", async () => {
  service.tokenTtlMs = 120_000;
  begin();
  await pass(1);
  failures = 100;
  await pass(1_000);

  expect(asked).toEqual([0, 90, 91, 93, 97, 105, 121]);
  expect(reported).toHaveBeenCalledTimes(6);
});

test("a token that the service refuses is replaced by another, with growing waits", async () => {
  service.tokenTtlMs = 120_000;
  let refusals = 2;
  service.intercept = (method) =>
    method === "RefreshToken" && refusals-- > 0 ? { code: "forbidden" } : undefined;
  begin();
  await pass(110);

  expect(asked).toEqual([0, 90, 91, 93]);
  expect(shown()).toEqual(["token 2", "token 3", "token 4"]);
});

test("each connection has a token of its own, and what the service says of it counts", async () => {
  service.tokenTtlMs = 400_000;
  begin();
  await pass(100);
  service.kill();
  await pass(250);
  expect(shown()).toEqual([]);
  await pass(60);

  expect(asked).toHaveLength(3);
  expect(shown()).toEqual(["token 3"]);
});

test("an application that has no token yet is asked again until it connects", async () => {
  failures = 3;
  const client = begin();
  await pass(10);

  expect(client.state).toBe("connected");
  expect(asked).toHaveLength(4);
  expect(reported).toHaveBeenCalledTimes(3);
  expect(service.dialed).toHaveLength(1);
});

test("a token that cannot be had while moving to another node does not end the session", async () => {
  const client = begin();
  await pass(1);
  failures = 1;
  service.tell(client.peerId, "GoAway", { reason: "draining", spreadMs: 0, deadlineMs: 10_000 });
  await pass(2);

  expect(client.state).toBe("connected");
  expect(service.callsOf("Resume")).toHaveLength(1);
});

test("an application that never answers holds up one attempt, not all", async () => {
  const accessToken = vi.fn((): string | Promise<string> => "token");
  accessToken.mockReturnValueOnce(new Promise(() => {}));
  const client = begin(accessToken);
  await pass(17);

  expect(client.state).toBe("connected");
});

test("the application may show another token by itself, which is renewed in turn", async () => {
  service.tokenTtlMs = 400_000;
  const client = begin();
  await pass(250);
  const ttlMs = client.refreshToken("mine");
  await pass(200);
  expect(await ttlMs).toBe(400_000);
  expect(asked).toEqual([0]);
  await pass(110);

  expect(shown()).toEqual(["mine", "token 2"]);
});

test("a refused token of the application's own is an error with the service's code", async () => {
  const client = begin();
  await pass(1);
  service.intercept = (method) => (method === "RefreshToken" ? { code: "forbidden" } : undefined);
  const refused = client.refreshToken("bad").catch((error: unknown) => error);
  await pass(1);

  expect(await refused).toMatchObject({ code: "forbidden" });
});

test("a token that the service has taken is told; one that it refuses, or does not ask for, is not", async () => {
  const client = begin();
  const renewed = vi.fn();
  client.on("tokenrenewed", renewed);
  await pass(1);
  await Promise.all([client.refreshToken("not asked for"), pass(1)]);
  service.tokenTtlMs = 400_000;
  service.intercept = (method) => (method === "RefreshToken" ? { code: "forbidden" } : undefined);
  const refused = client.refreshToken("bad").catch(() => {});
  await Promise.all([refused, pass(1)]);
  expect(renewed).not.toHaveBeenCalled();
  service.intercept = () => undefined;
  await Promise.all([client.refreshToken("good"), pass(1)]);

  expect(renewed).toHaveBeenCalledOnce();
});

test("after closing nobody is asked for anything", async () => {
  service.tokenTtlMs = 40_000;
  const client = begin();
  await pass(1);
  void client.close();
  await pass(1_000);

  expect(asked).toEqual([0]);
});
