import { expect, test, vi } from "vitest";
import { browserWindow } from "./fakes/browser-window.js";
import { couple, enter, expectFullMesh, type Guest, links, nameOf, only } from "./fakes/guests.js";
import { pass, service } from "./fakes/hub-setup.js";
import { type FakeStream, fakeMedia } from "./fakes/media.js";
import { createRoom, network } from "./fakes/room-setup.js";

test("a resumed session does not touch the calls", async () => {
  const [ada, bob] = await couple();
  service.kill();
  await pass(5_000);

  await expectFullMesh(ada, bob);
  expect(network.connections).toHaveLength(2);
  expect(ada.events).toEqual(["reconnecting", "connected"]);
});

test("after a gap a call that was not up begins anew, one that is up stays", async () => {
  const [ada, bob] = await couple();
  const kept = only(bob).connection;
  service.intercept = (method) => (method === "SendAnswer" ? { code: "ok" } : undefined);
  const cleo = await enter("Cleo");
  service.intercept = () => undefined;
  expect(links(ada)).toEqual(["Bob connected", "Cleo connecting"]);
  service.loseEvents(ada.room.peerId);
  service.kill(ada.room.peerId);
  await pass(15_000);

  await expectFullMesh(ada, bob, cleo);
  expect(only(bob).connection).toBe(kept);
});

test("who joined during a gap is called", async () => {
  const ada = await enter("Ada");
  service.isDown = true;
  service.kill(ada.room.peerId);
  service.isDown = false;
  void createRoom("Bob").open();
  await pass(200);
  service.loseEvents(ada.room.peerId);
  await pass(4_000);

  expect(links(ada)).toEqual(["Bob connected"]);
});

test("a link that fails is restarted and recovers, in the same peer connection", async () => {
  const [ada, bob] = await couple();
  const { connection } = only(ada);
  network.breakAll();
  await pass(100);
  expect(only(ada).linkState).toBe("reconnecting");
  network.heal();
  await pass(9_000);

  await expectFullMesh(ada, bob);
  expect(only(ada).connection).toBe(connection);
});

test("when both devices change network one end restarts ICE, and only once", async () => {
  const [ada, bob] = await couple();
  browserWindow.dispatchEvent(new Event("online"));
  await pass(3_000);

  expect(network.open.flatMap(({ log }) => log).filter((entry) => entry === "restartIce")).toHaveLength(1);
  await expectFullMesh(ada, bob);
  await pass(60_000);
  expect(network.connections).toHaveLength(2);
});

test("an offer over a link that this end no longer has is answered with a new link", async () => {
  const [ada, bob] = await couple();
  service.kill(bob.room.peerId);
  await pass(10);
  service.expire(bob.room.peerId);
  service.isDown = true;
  network.breakAll();
  await pass(7_000);
  // Ada has closed the link; Bob still has it and asks to restart it under his new id.
  expect(links(ada)).toEqual([]);
  service.isDown = false;
  network.heal();
  await pass(40_000);

  await expectFullMesh(ada, bob);
});

test("when restarts do not help both ends get another peer connection, and give up only for now", async () => {
  const [ada, bob] = await couple();
  const { connection } = only(ada);
  network.breakAll();
  await pass(120_000);
  expect(only(ada).linkState).toBe("failed");
  expect(network.open.length).toBeLessThanOrEqual(2);
  network.heal();
  await pass(60_000);

  await expectFullMesh(ada, bob);
  expect(only(ada).connection).not.toBe(connection);
});

test("no repair is tried while signaling is away; it starts when signaling is back", async () => {
  const [ada, bob] = await couple();
  service.isDown = true;
  service.kill();
  network.breakAll();
  await pass(14_000);
  const restarts = () =>
    network.connections.flatMap(({ log }) => log).filter((entry) => entry === "restartIce");
  expect(restarts()).toEqual([]);
  service.isDown = false;
  network.heal();
  await pass(12_000);

  await expectFullMesh(ada, bob);
});

test("two ends that replace their link at the same time agree on one", async () => {
  const [ada, bob] = await couple();
  vi.spyOn(Math, "random").mockReturnValue(0);
  network.breakAll();
  await pass(100);
  network.heal();
  for (const { room } of [ada, bob]) service.loseEvents(room.peerId);
  service.kill();
  await pass(2_000);

  await expectFullMesh(ada, bob);
  const begun = service.callsOf("SendOffer").map(([, , offer]) => (offer as { linkId: string }).linkId);
  expect(new Set(begun).size).toBe(3);
});

test("a data channel that closes under a link takes both ends to another peer connection", async () => {
  const [ada, bob] = await couple();
  for (const connection of network.open) connection.channel?.handleClosed();
  await pass(5_000);

  await expectFullMesh(ada, bob);
  expect(network.connections).toHaveLength(4);
});

test("a peer whose browser died is shown as leaving after its window", async () => {
  const [ada, bob] = await couple();
  // Without a goodbye: the socket breaks and nothing answers any more.
  service.isDown = true;
  service.kill(bob.room.peerId);
  network.breakAll();
  await pass(32_000);

  expect(ada.events).toContain("Bob timeout");
});

test("when the service forgets everyone the calls go on, bound to the new ids, and nobody is called or shown twice", async () => {
  const [ada, bob] = await couple();
  const [adasBob, bobsAda] = [only(ada), only(bob)];
  const before = [ada.room.peerId, bob.room.peerId];
  service.isDown = true;
  service.kill();
  service.forget();
  await pass(4_000);
  expect((await ada.room.send("still here")).delivered).toEqual([adasBob]);
  service.isDown = false;
  await pass(20_000);

  await expectFullMesh(ada, bob);
  expect(network.connections).toHaveLength(2);
  expect([only(ada), only(bob)]).toEqual([adasBob, bobsAda]);
  expect(before).not.toContain(adasBob.peerId);
  expect(ada.events.filter((event) => /joined|left|timeout/.test(event))).toEqual([]);
  expect(bob.events.filter((event) => /joined|left|timeout/.test(event))).toEqual([]);
  // The bound link negotiates over the new ids.
  await ada.room.setStream(fakeMedia("audio"));
  await pass();
  expect(bob.events).toContain("audio of Ada");
});

test("four guests survive a restart of the service as they were", async () => {
  const guests: Guest[] = [];
  for (const name of ["Ada", "Bob", "Cleo", "Dan"]) guests.push(await enter(name));
  await pass();
  service.kill();
  service.forget();
  await pass(20_000);

  await expectFullMesh(...guests);
  expect(network.connections).toHaveLength(12);
});

test("whoever is back first after a restart of the service fetches the others", async () => {
  vi.spyOn(Math, "random").mockReturnValue(1);
  const [ada, bob] = await couple();
  service.isDown = true;
  service.kill(ada.room.peerId);
  await pass(3_000);
  service.kill();
  service.forget();
  await pass(11_000);
  service.isDown = false;
  // Ada's next attempt is due 16.1 s after she lost the service, Bob's 19.1 s.
  await pass(3_000);

  expect([ada.room.state, bob.room.state]).toEqual(["connected", "connected"]);
  await expectFullMesh(ada, bob);
});

test("someone new who joins right after a restart of the service is called by everyone, once", async () => {
  const [ada, bob] = await couple();
  service.kill();
  service.forget();
  const cleo = await enter("Cleo");
  await pass(12_000);

  await expectFullMesh(ada, bob, cleo);
  expect(ada.events.filter((event) => event.endsWith("joined"))).toEqual(["Cleo joined"]);
  expect(network.connections).toHaveLength(6);
});

test.each(["Ada", "Bob"])("when only %s's session is lost both ends keep the call", async (name) => {
  const [ada, bob] = await couple();
  const [adasBob, bobsAda] = [only(ada), only(bob)];
  const loser = name === "Ada" ? ada : bob;
  const oldId = loser.room.peerId;
  service.isDown = true;
  service.kill(oldId);
  await pass(10);
  service.expire(oldId);
  await pass(2_000);
  expect(links(ada)).toEqual(["Bob connected"]);
  expect(links(bob)).toEqual(["Ada connected"]);
  service.isDown = false;
  await pass(20_000);

  await expectFullMesh(ada, bob);
  expect(loser.room.peerId).not.toBe(oldId);
  expect([only(ada), only(bob)]).toEqual([adasBob, bobsAda]);
  expect(network.connections).toHaveLength(2);
  expect([...ada.events, ...bob.events].filter((event) => /joined|left|timeout/.test(event))).toEqual([]);
});

test("a peer that comes back while its old session is still listed is recognised", async () => {
  const [ada, bob] = await couple();
  const adasBob = only(ada);
  const oldId = bob.room.peerId;
  service.intercept = (method) => (method === "Resume" ? { code: "session_gone" } : undefined);
  service.kill(oldId);
  await pass(5_000);

  expect(bob.room.peerId).not.toBe(oldId);
  expect(only(ada)).toBe(adasBob);
  await expectFullMesh(ada, bob);
  expect(network.connections).toHaveLength(2);
  // Its old session ends later, which says nothing of the call.
  await pass(40_000);
  await expectFullMesh(ada, bob);
  expect([...ada.events, ...bob.events].filter((event) => /joined|left|timeout/.test(event))).toEqual([]);
});

test("what an orphaned call has to negotiate goes out as soon as the new id is known, and never to the old one", async () => {
  const [ada, bob] = await couple();
  const oldId = bob.room.peerId;
  service.forget();
  service.killOldest();
  await pass(1_000);
  const made = service.calls.length;
  await ada.room.setStream(fakeMedia("audio"));
  await pass();
  expect(service.calls.slice(made).filter(({ args }) => args[1] === oldId)).toEqual([]);
  service.kill();
  await pass(4_000);

  expect(bob.events).toContain("audio of Ada");
  await expectFullMesh(ada, bob);
});

test("an event older than the roster is passed over", async () => {
  const [ada, bob] = await couple();
  service.tell(ada.room.peerId, "PeerLeft", "t", bob.room.peerId, "left", 1);
  await pass();

  await expectFullMesh(ada, bob);
});

test("a call whose peer has no signaling any more goes on until the link itself goes", async () => {
  const [ada, bob] = await couple();
  service.isDown = true;
  service.kill(bob.room.peerId);
  await pass(40_000);
  expect(links(ada)).toEqual(["Bob connected"]);
  expect(only(ada).presence).toBe("interrupted");
  void bob.room.leave();
  await pass(6_000);

  expect(ada.events).toEqual(["Bob timeout"]);
});

test("a refusal after the session was lost ends the room with its code; a full topic is tried again", async () => {
  const [ada] = await couple();
  let answers = ["topic_full", "forbidden"];
  service.intercept = (method) => (method === "Subscribe" ? { code: answers[0] ?? "forbidden" } : undefined);
  service.kill();
  service.forget();
  await pass(1_500);
  expect(ada.room.state).toBe("reconnecting");
  answers = ["forbidden"];
  await pass(5_000);

  expect(ada.events).toContain("removed: forbidden");
  expect(ada.room.state).toBe("left");
});

const whileBackplaneIsAway = (method: string) =>
  /^Send/.test(method) ? { code: "backplane_unavailable" } : undefined;

test("a call made while the other nodes cannot be reached comes up by itself when they can, at the first attempt", async () => {
  const ada = await enter("Ada");
  service.intercept = whileBackplaneIsAway;
  const bob = await enter("Bob");
  await pass(3_500);
  expect(links(ada)).toEqual(["Bob connecting"]);
  service.intercept = () => undefined;
  await pass(1_000);

  await expectFullMesh(ada, bob);
  expect(network.connections).toHaveLength(2);
  expect(ada.events).not.toContainEqual(expect.stringMatching(/error/));
});

test("a call made while the other nodes cannot be reached for minutes comes up when they can", async () => {
  const ada = await enter("Ada");
  service.intercept = whileBackplaneIsAway;
  const bob = await enter("Bob");
  await pass(150_000);
  service.intercept = () => undefined;
  await pass(5_000);

  await expectFullMesh(ada, bob);
});

test("an answer that could not be delivered is sent again", async () => {
  const ada = await enter("Ada");
  let refusals = 1;
  service.intercept = (method) =>
    method === "SendAnswer" && refusals-- > 0 ? { code: "backplane_unavailable" } : undefined;
  const bob = await enter("Bob");
  await pass(1_000);

  await expectFullMesh(ada, bob);
  expect(service.callsOf("SendOffer")).toHaveLength(1);
});

test("a signal refused because we were not in the topic is made up for", async () => {
  const ada = await enter("Ada");
  let refusals = 1;
  service.intercept = (method) =>
    method === "SendOffer" && refusals-- > 0 ? { code: "not_subscribed" } : undefined;
  const bob = await enter("Bob");
  await pass(4_000);

  await expectFullMesh(ada, bob);
  expect(ada.events).not.toContainEqual(expect.stringMatching(/error/));
});

test("of the metadata set while the other nodes cannot be reached they see the last, once they can", async () => {
  const [ada, bob] = await couple();
  service.intercept = (method) =>
    method === "UpdateMetadata" ? { code: "backplane_unavailable" } : undefined;
  const updates = [{ name: "Robert" }, { name: "Rob" }].map((metadata) => bob.room.updateMetadata(metadata));
  await pass(5_000);
  service.intercept = () => undefined;
  await pass(2_500);

  await Promise.all(updates);
  expect(nameOf(only(ada))).toBe("Rob");
});

test("the same stream object serves a replaced peer connection", async () => {
  const ada = await enter("Ada", { stream: fakeMedia("video") });
  const bob = await enter("Bob");
  const stream = only(bob).stream as unknown as FakeStream;
  network.breakAll();
  await pass(120_000);
  network.heal();
  await pass(60_000);

  await expectFullMesh(ada, bob);
  expect(only(bob).stream).toBe(stream);
  expect(stream.getTracks()).toHaveLength(1);
});
