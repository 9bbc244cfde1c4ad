import { expect, test } from "vitest";
import {
  type ConnectivityOptions,
  type ConnectivityReport,
  checkConnectivity,
} from "../src/connectivity/connectivity.js";
import { pass, service } from "./fakes/hub-setup.js";
import { IceServerNetwork, type ServerBehaviour } from "./fakes/ice-server-network.js";

let network: IceServerNetwork;
/** How long the last check took. */
let took: number;

const [stun, udp, tcp, tls] = [
  "stun:one",
  "turn:one?transport=udp",
  "turn:one?transport=tcp",
  "turns:one:443",
];

/** The service gives these servers, which behave so. */
async function check(
  servers: Record<string, ServerBehaviour>,
  options: ConnectivityOptions = {},
): Promise<ConnectivityReport> {
  service.ice = { iceServers: [{ urls: Object.keys(servers), username: "ada", credential: "secret" }] };
  network = new IceServerNetwork({ ...servers, "stun:own": "works" });
  const start = Date.now();
  const checking = checkConnectivity(
    { url: service.url, ...options },
    { rtc: network, webSocket: service.webSocket },
  ).finally(() => {
    took = Date.now() - start;
  });
  await pass(11_000);
  return checking;
}

const statesOf = ({ signaling, stun, turnUdp, turnTcp }: ConnectivityReport) =>
  [signaling, stun, turnUdp, turnTcp].map(({ state }) => state);

test("with everything in place everything is ok, and said so", async () => {
  const report = await check({ [stun]: "works", [udp]: "works", [tcp]: "works" });

  expect(statesOf(report)).toEqual(["ok", "ok", "ok", "ok"]);
  expect(report.verdict).toContain("Everything a call needs works");
  expect(report.signaling.ms).toBeGreaterThan(0);
  expect(report.turnUdp.ms).toBeGreaterThan(0);
});

test("each check uses its own servers only, relays with nothing but the relay, and leaves nothing open", async () => {
  await check({ [stun]: "works", [udp]: "works", [tcp]: "works", [tls]: "works" });

  const used = network.connections.map(({ configuration }) => [
    configuration.iceServers?.flatMap(({ urls }) => urls).join(),
    configuration.iceTransportPolicy,
  ]);
  const relays = [
    [udp, "relay"],
    [`${tcp},${tls}`, "relay"],
  ];
  expect(used).toEqual([[stun, undefined], ...relays.flatMap((relay) => [relay, relay])]);
  expect(network.connections[1]?.configuration.iceServers).toMatchObject([
    { username: "ada", credential: "secret" },
  ]);
  expect(network.connections.every(({ isClosed }) => isClosed)).toBe(true);
  expect(service.connections).toBe(0);
});

test("it enters a random topic, or the given one, for a moment", async () => {
  await check({});
  await check({}, { topic: "mine" });

  const [random, given] = service.callsOf("Subscribe").map(([topic]) => topic);
  expect(random).toMatch(/^[0-9a-f-]{36}$/);
  expect(given).toBe("mine");
  expect(service.callsOf("Bye")).toHaveLength(2);
});

test("servers of the application's own are checked along", async () => {
  const report = await check({}, { iceServers: [{ urls: "stun:own" }] });

  expect(statesOf(report)).toEqual(["ok", "ok", "not_configured", "not_configured"]);
});

test("a service out of reach is a result, within 10 s", async () => {
  service.isDown = true;
  const report = await check({ [stun]: "works" });

  expect(statesOf(report)).toEqual(["failed", "unknown", "unknown", "unknown"]);
  expect(report.verdict).toContain("cannot reach the service");
  expect(took).toBeLessThanOrEqual(10_000);
});

test("a connection that the browser holds back for 5 s is no service out of reach, and the whole takes 10 s all the same", async () => {
  service.heldBackMs = 5_000;
  const report = await check({ [udp]: "silent" });

  expect(report.signaling.state).toBe("ok");
  expect(report.turnUdp).toMatchObject({ state: "failed", reason: expect.stringContaining("in time") });
  expect(took).toBeLessThanOrEqual(10_000);
});

test("a service that refuses is reached, and its reason is told", async () => {
  service.intercept = (method) => (method === "Subscribe" ? { code: "forbidden" } : undefined);
  const report = await check({ [stun]: "works" });

  expect(report.signaling).toMatchObject({ state: "ok", reason: "The join token does not allow it." });
  expect(report.turnUdp.state).toBe("unknown");
  expect(report.verdict).toContain("does not let you in");
});

test("wrong credentials are told from a relay that is silent", async () => {
  const report = await check({ [udp]: 401, [tcp]: "silent" });

  expect(report.turnUdp).toMatchObject({ state: "failed", reason: expect.stringContaining("credentials") });
  expect(report.turnUdp.ms).toBeLessThan(1_000);
  expect(report.turnTcp).toMatchObject({ state: "failed", reason: expect.stringContaining("in time") });
  expect(report.verdict).toContain("no relay");
  expect(took).toBeLessThanOrEqual(10_000);
});

test("a relay that gives an address but lets nothing through has failed", async () => {
  const report = await check({ [udp]: "deaf", [tcp]: "works" });

  expect(statesOf(report)).toEqual(["ok", "not_configured", "failed", "ok"]);
  expect(report.verdict).toContain("over TCP");
});

test("one relay that works is enough, whatever the others say", async () => {
  const report = await check({ "turn:bad": 401, [udp]: "works" });

  expect(report.turnUdp.state).toBe("ok");
});

test.each([
  ["works", "ok", "no relay"],
  [701, "failed", "not learn your public address"],
] as const)("without a relay the verdict depends on STUN: %s", async (behaviour, state, words) => {
  const report = await check({ [stun]: behaviour });

  expect(report.stun.state).toBe(state);
  expect(report.verdict).toContain(words);
});

test("without any server the verdict says what that means", async () => {
  const report = await check({});

  expect(statesOf(report)).toEqual(["ok", "not_configured", "not_configured", "not_configured"]);
  expect(report.verdict).toContain("neither STUN nor relay");
});

test("servers that the browser does not take, and an address that is none, are results too", async () => {
  const report = await check({}, { iceServers: [{ urls: "turn:unknown" }] });
  expect(report.turnUdp).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("no such server"),
  });

  const elsewhere = await check({}, { url: "not an address" });
  expect(elsewhere.signaling.state).toBe("failed");
});
