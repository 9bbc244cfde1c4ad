import { expect, test, vi } from "vitest";
import { split } from "../src/data/chunks.js";
import { Kind, toJsonMessage } from "../src/data/message.js";
import type { LinkQuality } from "../src/health/link-quality.js";
import type { Room } from "../src/room/room.js";
import { pass, service } from "./fakes/hub-setup.js";
import { enter, network } from "./fakes/room-setup.js";

const states = (room: Room) =>
  Object.fromEntries([...room.mesh].map(([peerId, row]) => [peerId, [...row.values()]]));
const peerOf = (room: Room, other: Room) => {
  const peer = room.peers.get(other.peerId);
  if (!peer) throw new Error("not here");
  return peer;
};
/** The end of the link that belongs to this room. */
const connectionOf = (room: Room, other: Room) =>
  network.open.find((connection) => (connection as unknown) === peerOf(room, other).connection);

/** Has one end tell the other a row of the mesh, true or not. */
function tell(from: Room, to: Room, row: object): void {
  const [chunk] = split(toJsonMessage(Kind.frame, { t: "mesh", ...row }), 1_000);
  if (chunk) connectionOf(from, to)?.channel?.send(chunk);
}

async function three(): Promise<[Room, Room, Room]> {
  const rooms: [Room, Room, Room] = [await enter("Ada"), await enter("Bob"), await enter("Cy")];
  await pass(2_000);
  return rooms;
}

test("everyone knows who is connected with whom", async () => {
  const rooms = await three();

  for (const room of rooms) {
    expect(Object.keys(states(room)).sort()).toEqual(rooms.map(({ peerId }) => peerId).sort());
    expect(Object.values(states(room))).toEqual(Array(3).fill(["connected", "connected"]));
  }
});

test("a broken pair is known to the third, and so is its repair", async () => {
  const [ada, bob, cy] = await three();
  const seen: (string | undefined)[] = [];
  cy.on("meshchange", () => seen.push(cy.mesh.get(ada.peerId)?.get(bob.peerId)));
  ada.simulate("ice-failure", peerOf(ada, bob));
  await pass(10_000);

  expect(seen).toContain("reconnecting");
  expect(cy.mesh.get(ada.peerId)?.get(bob.peerId)).toBe("connected");
  expect(cy.mesh.get(bob.peerId)?.get(ada.peerId)).toBe("connected");
});

test("who leaves is in nobody's mesh any more", async () => {
  const [ada, bob, cy] = await three();
  await Promise.all([cy.leave(), pass(2_000)]);

  expect(Object.keys(states(ada)).sort()).toEqual([ada.peerId, bob.peerId].sort());
  expect(ada.mesh.get(bob.peerId)?.has(cy.peerId)).toBe(false);
});

test("an end that looks fine restarts a link when the other end tells, by way of a third, that it is broken", async () => {
  const [ada, bob, cy] = await three();
  const adas = connectionOf(ada, bob);
  const before = adas?.log.length ?? 0;
  tell(cy, ada, { peerId: bob.peerId, number: 99, links: { [ada.peerId]: "reconnecting" } });
  await pass(7_000);

  expect(adas?.log.slice(before)).toContain("restartIce");
});

test("what is told of someone else counts only when it is newer, and only of who is here", async () => {
  const [ada, bob, cy] = await three();
  const meshBefore = states(ada);
  tell(cy, ada, { peerId: bob.peerId, number: 0, links: {} });
  tell(cy, ada, { peerId: "nobody", number: 5, links: {} });
  await pass();

  expect(states(ada)).toEqual(meshBefore);
});

test("the quality of each link is told every two seconds, and once when it is down", async () => {
  const [ada, bob] = [await enter("Ada"), await enter("Bob")];
  const told: LinkQuality[] = [];
  ada.on("quality", (_peer, quality) => told.push(quality));
  const connection = connectionOf(ada, bob);
  if (connection) connection.stats = [pair(0.1)];
  await pass(6_000);
  expect(told.map(({ rttMs, word }) => [rttMs, word])).toEqual(Array(3).fill([100, "good"]));
  expect(peerOf(ada, bob).quality).toBe(told[2]);

  network.breakAll();
  await pass(8_000);
  expect(told.slice(3).map(({ word }) => word)).toEqual(["none"]);
});

test("no timer is left of a room that was left", async () => {
  const [ada, bob] = [await enter("Ada"), await enter("Bob")];
  await Promise.all([ada.leave(), bob.leave(), pass(40_000)]);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ["no_answer", [], [], false],
  ["no_candidates", ["host"], [], true],
  ["no_relay", ["host", "srflx"], ["host"], true],
  ["relay_unreachable", ["host", "srflx"], ["host"], true],
  ["blocked", ["host", "relay"], ["host"], true],
] as const)("a link that failed says why: %s", async (code, local, remote, isAnswered) => {
  const urls = code === "relay_unreachable" ? "turn:relay" : "stun:service";
  service.ice = { iceServers: [{ urls }] };
  network.isBroken = true;
  network.candidates = { local, remote };
  const ada = await enter("Ada");
  if (!isAnswered)
    service.intercept = (_method, args) => (args[1] === ada.peerId ? { code: "ok" } : undefined);
  const bob = await enter("Bob");
  const told = new Set<string | undefined>();
  for (const end of isAnswered ? [ada, bob] : [ada])
    end.on("peerupdated", ({ linkState, problem }) => linkState === "failed" && told.add(problem?.code));
  await pass(240_000);
  const [peer] = ada.peers.values();

  expect(peer?.linkState).toBe("failed");
  expect(peer?.problem?.text).toMatch(/^[A-Z].*\.$/);
  expect([...told]).toEqual([code]);
});

test("a link that restarts do not repair is made anew through TURN, where there is one", async () => {
  service.ice = { iceServers: [{ urls: "turn:relay" }] };
  const [ada] = [await enter("Ada"), await enter("Bob")];
  await pass();
  network.breakAll();
  await pass(60_000);
  const policies = () => network.connections.map(({ configuration }) => configuration.iceTransportPolicy);
  expect(policies()).toContain("relay");
  expect(ada.state).toBe("connected");
});

test("without a TURN server it is made anew as before", async () => {
  await enter("Ada");
  await enter("Bob");
  const before = network.connections.length;
  network.breakAll();
  await pass(60_000);

  expect(network.connections.length).toBeGreaterThan(before);
  expect(network.connections.some(({ configuration }) => configuration.iceTransportPolicy)).toBe(false);
});

function pair(currentRoundTripTime: number): object {
  return {
    id: "0",
    type: "candidate-pair",
    nominated: true,
    state: "succeeded",
    timestamp: 1,
    currentRoundTripTime,
  };
}
