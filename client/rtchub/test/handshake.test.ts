import { expect, test, vi } from "vitest";
import { pass, service } from "./fakes/hub-setup.js";
import { type EnterOptions, enter, network } from "./fakes/room-setup.js";

const minutes = (count: number) => count * 60_000;
const reports = () => service.callsOf("ReportHandshake").map(([report]) => report);
const take = async (options: EnterOptions = { handshakeReports: true }) => {
  await enter("Ada", options);
  await enter("Bob", options);
};

/** Every connection goes that way. */
function routeVia(candidateType: string): void {
  const stats = [
    { id: "0", type: "transport", selectedCandidatePairId: "1" },
    { id: "1", type: "candidate-pair", timestamp: 0, localCandidateId: "2", remoteCandidateId: "3" },
    { id: "2", type: "local-candidate", candidateType },
    { id: "3", type: "remote-candidate", candidateType: "host" },
  ];
  const create = network.createConnection.bind(network);
  network.createConnection = (configuration) => {
    const connection = create(configuration);
    for (const each of network.open) each.stats = stats;
    return connection;
  };
}

test("each end tells once how its connection began, however often that is repaired", async () => {
  service.handshakeReports = true;
  await take();
  network.breakAll();
  network.heal();
  await pass(minutes(2));

  expect(network.open.map(({ connectionState }) => connectionState)).toEqual(["connected", "connected"]);
  expect(reports()).toHaveLength(2);
  for (const report of reports()) {
    const { outcome, ...times } = report as Record<string, number | string>;
    expect(outcome).toBe("connected");
    expect(Object.keys(times).sort()).toEqual(["answeredMs", "endedMs", "offeredMs"]);
    expect(Number(times.offeredMs)).toBeLessThanOrEqual(Number(times.answeredMs));
    expect(Number(times.answeredMs)).toBeLessThanOrEqual(Number(times.endedMs));
  }
});

test.each([
  ["host", false],
  ["relay", true],
])("a path over a %s candidate is told as relayed: %s", async (type, relayed) => {
  service.handshakeReports = true;
  routeVia(type);
  await take();

  expect(reports()).toEqual([expect.objectContaining({ relayed }), expect.objectContaining({ relayed })]);
});

test("a connection that does not come up is told as failed, once, and when that was", async () => {
  service.handshakeReports = true;
  network.isBroken = true;
  await take();
  await pass(minutes(5));

  expect(reports()).toHaveLength(2);
  for (const report of reports()) {
    expect(report).toMatchObject({ outcome: "failed" });
    expect((report as { endedMs: number }).endedMs).toBeGreaterThan(15_000);
  }
});

test("what the service does not ask for, or the application does not want, is not told", async () => {
  await take();
  service.handshakeReports = true;
  await enter("Carl");

  // Of these three Carl alone was asked, and did not want to.
  expect(reports()).toEqual([]);
});

test("a connection is not measured, just when its channels open, for whom nobody wants to know", async () => {
  await enter("Ada");
  const [connection] = network.open;
  const getStats = connection && vi.spyOn(connection, "getStats");
  await enter("Bob");

  expect(connection?.connectionState).toBe("connected");
  expect(getStats).not.toHaveBeenCalled();
});
