import { beforeEach, expect, test, vi } from "vitest";
import { RtcHubError } from "../src/errors.js";
import type { RemotePeer } from "../src/remote-peer.js";
import { Room, type RoomOptions } from "../src/room.js";
import { closeAfterTest, pass, service } from "./fakes/hub-setup.js";
import { type FakeStream, fakeMedia } from "./fakes/media.js";
import { createRoom, network } from "./fakes/room-setup.js";

/** What a browser's window would say: `online`, `pagehide`. */
let page: EventTarget;

beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
});

interface Guest {
  room: Room;
  /** Every public event but peerupdated, in words. */
  events: string[];
}

const nameOf = (peer: RemotePeer) => String(peer.metadata?.name ?? peer.peerId);

function create(name: string, options: RoomOptions = {}): Guest {
  const room = createRoom(name, options);
  const events: string[] = [];
  room.on("statechange", (state) => events.push(state));
  room.on("peerjoined", (peer) => events.push(`${nameOf(peer)} joined`));
  room.on("peerleft", (peer, reason) => events.push(`${nameOf(peer)} ${reason}`));
  room.on("track", (peer, track) => events.push(`${track.kind} of ${nameOf(peer)}`));
  room.on("trackremoved", (peer, track) => events.push(`no ${track.kind} of ${nameOf(peer)}`));
  room.on("data", (peer, data) => events.push(`${nameOf(peer)} says ${JSON.stringify(data)}`));
  room.on("removed", (reason) => events.push(`removed: ${reason}`));
  room.on("error", (error) => events.push(`error: ${error.message}`));
  return { room, events };
}

async function enter(name: string, options: RoomOptions = {}): Promise<Guest> {
  const guest = create(name, options);
  const done = guest.room.open();
  await pass();
  await done;
  return guest;
}

async function couple(): Promise<[Guest, Guest]> {
  const guests: [Guest, Guest] = [await enter("Ada"), await enter("Bob")];
  for (const { events } of guests) events.splice(0);
  return guests;
}

const links = ({ room }: Guest) =>
  [...room.peers.values()].map((peer) => `${nameOf(peer)} ${peer.linkState}`);
const only = ({ room }: Guest) => [...room.peers.values()][0] as RemotePeer;

/** Everybody sees each of the others once, connected, and data gets through. */
function expectFullMesh(...guests: Guest[]): void {
  const ids = guests.map(({ room }) => room.peerId);
  for (const guest of guests) {
    expect(guest.room.state).toBe("connected");
    expect(links(guest)).toHaveLength(guests.length - 1);
    expect(links(guest).every((link) => link.endsWith(" connected"))).toBe(true);
    expect([...guest.room.peers.keys()].sort()).toEqual(ids.filter((id) => id !== guest.room.peerId).sort());
    expect(guest.room.send("hello").missed).toEqual([]);
  }
  expect(network.open).toHaveLength(guests.length * (guests.length - 1));
}

test("two guests are connected, see each other's media and exchange data", async () => {
  const ada = await enter("Ada", { stream: fakeMedia("audio", "video") });
  const bob = await enter("Bob", { stream: fakeMedia("audio", "video") });

  expectFullMesh(ada, bob);
  await pass();
  const media = ["audio", "video"];
  expect(ada.events).toEqual([
    "connected",
    "Bob joined",
    ...media.map((kind) => `${kind} of Bob`),
    'Bob says "hello"',
  ]);
  expect(bob.events).toEqual([
    "connected",
    "Ada joined",
    ...media.map((kind) => `${kind} of Ada`),
    'Ada says "hello"',
  ]);
  expect(only(bob).stream?.getTracks()).toHaveLength(2);
});

test("the one that was there first offers, and one negotiation is enough", async () => {
  const stream = fakeMedia("audio");
  const ada = await enter("Ada", { stream });
  await enter("Bob", { stream });

  const offers = service.calls.filter(({ method }) => method === "SendOffer");
  expect(offers.map(({ peerId }) => peerId)).toEqual([ada.room.peerId]);
});

test("four guests form a full mesh", async () => {
  const guests = [];
  for (const name of ["Ada", "Bob", "Cleo", "Dan"]) guests.push(await enter(name));
  await pass();

  expectFullMesh(...guests);
  expect(guests[3]?.events.filter((event) => event.endsWith("joined"))).toEqual([
    "Ada joined",
    "Bob joined",
    "Cleo joined",
  ]);
});

test("peers that were there before are known when join resolves, and announced once handlers can be attached", async () => {
  await enter("Ada");
  const { room } = create("Bob");
  const joined: string[] = [];
  const done = room.open().then(() => {
    expect(room.peers.size).toBe(1);
    room.on("peerjoined", (peer) => joined.push(nameOf(peer)));
  });
  await pass();
  await done;

  expect(joined).toEqual(["Ada"]);
});

test("a newcomer that gets no offer calls by itself after 5 s", async () => {
  await enter("Ada");
  service.intercept = (method) => (method === "SendOffer" ? { code: "ok" } : undefined);
  const bob = await enter("Bob");
  await pass(4_000);
  expect(only(bob).linkState).toBe("new");
  service.intercept = () => undefined;
  await pass(1_500);

  expect(only(bob).linkState).toBe("connected");
});

test("join rejects with the code when the service refuses", async () => {
  service.intercept = (method) => (method === "Subscribe" ? { code: "forbidden" } : undefined);
  const { room } = create("Ada");
  const refused = room.open().catch((error: unknown) => error);
  await pass();

  expect(await refused).toBeInstanceOf(RtcHubError);
  expect(await refused).toMatchObject({ code: "forbidden" });
  expect(room.state).toBe("left");
  expect(service.connections).toBe(0);
});

test("join goes on trying while the other nodes cannot be reached", async () => {
  let refusals = 2;
  service.intercept = (method) =>
    method === "Subscribe" && refusals-- > 0 ? { code: "backplane_unavailable" } : undefined;
  const { room } = create("Ada");
  const done = room.open();
  await pass(5_000);

  await expect(done).resolves.toBeUndefined();
});

test("a room with metadata goes to where a load balancer has its topic", async () => {
  await enter("Ada");
  expect(service.dialed[0]?.url.search).toBe("?v=1&near=t");
});

test("a topic that was not entered while connecting, as the other nodes could not be reached, is asked for again", async () => {
  const ada = await enter("Ada");
  service.intercept = (method) => (method === "Subscribe" ? { code: "backplane_unavailable" } : undefined);
  const room = new Room("t", { url: service.url, webSocket: service.webSocket, rtc: network });
  closeAfterTest(() => room.leave());
  const done = room.open();
  await pass(5_000);
  expect(room.state).toBe("reconnecting");
  service.intercept = () => undefined;
  await pass(3_000);
  await done;

  expect(service.dialed.at(-1)?.url.searchParams.get("topic")).toBe("t");
  expectFullMesh(ada, { room, events: [] });
});

test("aborting before the service was reached rejects; aborting afterwards leaves", async () => {
  service.isDown = true;
  const first = new AbortController();
  const failed = create("Ada", { signal: first.signal })
    .room.open()
    .catch((error: unknown) => error);
  await pass(3_000);
  first.abort();
  expect(await failed).toMatchObject({ code: "unreachable" });

  service.isDown = false;
  const second = new AbortController();
  const { room } = await enter("Ada", { signal: second.signal });
  second.abort();
  expect(room.state).toBe("left");
});

test("leaving is seen at once, closes every connection, and is safe twice", async () => {
  const [ada, bob] = await couple();
  void ada.room.leave();
  void ada.room.leave();
  await pass(10);

  expect(bob.events).toContain("Ada left");
  expect(ada.room.state).toBe("left");
  expect(network.open).toEqual([]);
  await pass();
  expect(service.connections).toBe(1);
});

test("leaving while reconnecting ends everything", async () => {
  const [ada] = await couple();
  service.isDown = true;
  service.kill(ada.room.peerId);
  await pass(3_000);
  void ada.room.leave();
  const dialed = service.dialed.length;
  service.isDown = false;
  await pass(60_000);

  expect(ada.events).toEqual(["reconnecting", "left"]);
  expect(service.dialed).toHaveLength(dialed);
  expect(network.open).toEqual([]);
});

test("media: set later, swapped without negotiation, taken away, and always the same stream object", async () => {
  const [ada, bob] = await couple();
  await ada.room.setStream(fakeMedia("audio"));
  await pass();
  const { stream } = only(bob);
  const offers = service.callsOf("SendOffer").length;
  await ada.room.setStream(fakeMedia("audio"));
  await pass();
  expect(service.callsOf("SendOffer")).toHaveLength(offers);
  await ada.room.setStream(fakeMedia("audio", "video"));
  await pass();
  expect(only(bob).stream).toBe(stream);
  expect(stream?.getTracks().map(({ kind }) => kind)).toEqual(["audio", "video"]);
  await ada.room.setStream(null);
  await pass();

  expect(stream?.getTracks()).toEqual([]);
  expect(bob.events).toEqual(["audio of Ada", "video of Ada", "no audio of Ada", "no video of Ada"]);
});

test("who has no open channel is reported as missed", async () => {
  const ada = await enter("Ada");
  network.isBroken = true;
  await enter("Bob");

  expect(ada.room.send(1).missed.map(nameOf)).toEqual(["Bob"]);
  expect(only(ada).send(1)).toBe(false);
});

test("metadata and presence of a peer are followed", async () => {
  const [ada, bob] = await couple();
  const updated = vi.fn();
  ada.room.on("peerupdated", updated);
  await Promise.all([bob.room.updateMetadata({ name: "Robert" }), pass()]);
  expect(nameOf(only(ada))).toBe("Robert");
  service.kill(bob.room.peerId);
  await pass(10);
  expect(only(ada).presence).toBe("interrupted");
  await pass(3_000);
  expect(only(ada).presence).toBe("connected");
  expect(updated.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(only(ada).linkState).toBe("connected");
});

test("a resumed session does not touch the calls", async () => {
  const [ada, bob] = await couple();
  service.kill();
  await pass(5_000);

  expectFullMesh(ada, bob);
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

  expectFullMesh(ada, bob, cleo);
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

  expectFullMesh(ada, bob);
  expect(only(ada).connection).toBe(connection);
});

test("when both devices change network one end restarts ICE, and only once", async () => {
  const [ada, bob] = await couple();
  page.dispatchEvent(new Event("online"));
  await pass(3_000);

  expect(network.open.flatMap(({ log }) => log).filter((entry) => entry === "restartIce")).toHaveLength(1);
  expectFullMesh(ada, bob);
  await pass(60_000);
  expect(network.connections).toHaveLength(2);
});

test("a page that closes says goodbye", async () => {
  const [ada, bob] = await couple();
  page.dispatchEvent(new Event("pagehide"));
  await pass(10);

  expect(service.callsOf("Bye")).toHaveLength(2);
  expect([ada.room.state, bob.room.state]).toEqual(["left", "left"]);
  expect(network.open).toEqual([]);
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

  expectFullMesh(ada, bob);
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

  expectFullMesh(ada, bob);
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

  expectFullMesh(ada, bob);
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

  expectFullMesh(ada, bob);
  const begun = service.callsOf("SendOffer").map(([, , offer]) => (offer as { linkId: string }).linkId);
  expect(new Set(begun).size).toBe(3);
});

test("a data channel that closes under a link takes both ends to another peer connection", async () => {
  const [ada, bob] = await couple();
  for (const connection of network.open) connection.channel?.handleClosed();
  await pass(5_000);

  expectFullMesh(ada, bob);
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
  expect(ada.room.send("still here").delivered).toEqual([adasBob]);
  service.isDown = false;
  await pass(20_000);

  expectFullMesh(ada, bob);
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

  expectFullMesh(...guests);
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
  expectFullMesh(ada, bob);
});

test("someone new who joins right after a restart of the service is called by everyone, once", async () => {
  const [ada, bob] = await couple();
  service.kill();
  service.forget();
  const cleo = await enter("Cleo");
  await pass(12_000);

  expectFullMesh(ada, bob, cleo);
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

  expectFullMesh(ada, bob);
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
  expectFullMesh(ada, bob);
  expect(network.connections).toHaveLength(2);
  // Its old session ends later, which says nothing of the call.
  await pass(40_000);
  expectFullMesh(ada, bob);
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
  expectFullMesh(ada, bob);
});

test("an event older than the roster is passed over", async () => {
  const [ada, bob] = await couple();
  service.tell(ada.room.peerId, "PeerLeft", "t", bob.room.peerId, "left", 1);
  await pass();

  expectFullMesh(ada, bob);
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

test("nobody takes another's place by telling a wrong id while being here under an own one", async () => {
  const [ada, bob] = await couple();
  const told = "peer-999";
  const frame = JSON.stringify({ t: "hello", peerId: told });
  network.connections[1]?.channel?.send(frame);
  await pass(50);
  service.tell(
    ada.room.peerId,
    "PeerJoined",
    "t",
    { peerId: told, state: "connected", joinedAt: "", metadata: null },
    99,
  );
  await pass(11_000);

  expect([...ada.room.peers.keys()]).toEqual([bob.room.peerId, told]);
  expect(only(ada).peerId).toBe(bob.room.peerId);
});

test("being taken out by the service says so and ends the room", async () => {
  const [ada] = await couple();
  service.tell(ada.room.peerId, "Removed", "t", "expired");
  await pass();

  expect(ada.events).toEqual(["removed: expired", "left"]);
  expect(network.open).toHaveLength(0);
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

  expectFullMesh(ada, bob);
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

  expectFullMesh(ada, bob);
});

test("an answer that could not be delivered is sent again", async () => {
  const ada = await enter("Ada");
  let refusals = 1;
  service.intercept = (method) =>
    method === "SendAnswer" && refusals-- > 0 ? { code: "backplane_unavailable" } : undefined;
  const bob = await enter("Bob");
  await pass(1_000);

  expectFullMesh(ada, bob);
  expect(service.callsOf("SendOffer")).toHaveLength(1);
});

test("a signal refused because we were not in the topic is made up for", async () => {
  const ada = await enter("Ada");
  let refusals = 1;
  service.intercept = (method) =>
    method === "SendOffer" && refusals-- > 0 ? { code: "not_subscribed" } : undefined;
  const bob = await enter("Bob");
  await pass(4_000);

  expectFullMesh(ada, bob);
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

test("a client of another make, without ids in its signals, is called all the same", async () => {
  const ada = await enter("Ada");
  const bob = await enter("Bob");
  const strip = (signal: Record<string, unknown>) => {
    delete signal.linkId;
    delete signal.negotiationId;
  };
  service.intercept = (method, args) => {
    if (/Send(Offer|Answer|Candidate)/.test(method) && args[2]) strip(args[2] as Record<string, unknown>);
    return undefined;
  };
  await ada.room.setStream(fakeMedia("audio"));
  const cleo = await enter("Cleo", { stream: fakeMedia("video") });
  await pass();

  expectFullMesh(ada, bob, cleo);
  expect(bob.events).toContain("audio of Ada");
  expect(ada.events).toContain("video of Cleo");
});

test("the same stream object serves a replaced peer connection", async () => {
  const ada = await enter("Ada", { stream: fakeMedia("video") });
  const bob = await enter("Bob");
  const stream = only(bob).stream as unknown as FakeStream;
  network.breakAll();
  await pass(120_000);
  network.heal();
  await pass(60_000);

  expectFullMesh(ada, bob);
  expect(only(bob).stream).toBe(stream);
  expect(stream.getTracks()).toHaveLength(1);
});
