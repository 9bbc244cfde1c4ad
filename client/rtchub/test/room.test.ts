import { expect, test, vi } from "vitest";
import { split } from "../src/data/chunks.js";
import { Kind, toJsonMessage } from "../src/data/message.js";
import { RtcHubError } from "../src/errors.js";
import { Room } from "../src/room/room.js";
import { browserWindow } from "./fakes/browser-window.js";
import { couple, create, enter, expectFullMesh, nameOf, only } from "./fakes/guests.js";
import { closeAfterTest, pass, service } from "./fakes/hub-setup.js";
import { fakeMedia } from "./fakes/media.js";
import { network } from "./fakes/room-setup.js";
import { LATENCY_MS } from "./fakes/web-socket.js";

test("two guests are connected, see each other's media and exchange data", async () => {
  const ada = await enter("Ada", { stream: fakeMedia("audio", "video") });
  const bob = await enter("Bob", { stream: fakeMedia("audio", "video") });

  await expectFullMesh(ada, bob);
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

  await expectFullMesh(...guests);
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

test("join rejects with the code when the service does not let us in with the connection", async () => {
  service.intercept = (method) => (method === "Subscribe" ? { code: "forbidden" } : undefined);
  const room = new Room("t", { url: service.url, webSocket: service.webSocket, rtc: network });
  const refused = room.open().catch((error: unknown) => error);
  await pass();

  expect(service.dialed[0]?.url.searchParams.get("topic")).toBe("t");
  expect(await refused).toMatchObject({ code: "forbidden" });
});

test("metadata leaves in one breath with the handshake, and is in no address", async () => {
  const opening = create("Ada").room.open();
  await pass(2 * LATENCY_MS); // the socket opens, and what is said first arrives

  expect(service.callsOf("Subscribe")).toEqual([["t", { metadata: { name: "Ada" } }]]);
  expect(service.dialed.map(({ url }) => url.href)).not.toContainEqual(expect.stringContaining("Ada"));
  await pass();
  await opening;
});

test("who leaves before the Welcome has come says goodbye all the same", async () => {
  const { room } = create("Ada");
  const left = room.open().catch((error: unknown) => error);
  await pass(2 * LATENCY_MS);
  void room.leave();
  await pass();

  expect(await left).toMatchObject({ code: "closed" });
  expect(service.callsOf("Bye")).toHaveLength(1);
});

test("the connection of the first call is made before anyone comes, with its channels and the ICE servers of the service", async () => {
  const { room } = await enter("Ada");
  const [spare] = network.connections;
  expect(network.connections).toHaveLength(1);
  expect(spare?.configuration.iceServers).toEqual(service.ice.iceServers);
  const channels = [...(spare?.channels ?? [])];
  expect(channels).toHaveLength(2);
  const configure = spare && vi.spyOn(spare, "setConfiguration");
  const bob = await enter("Bob");

  expect(only({ room, events: [] }).connection).toBe(spare);
  expect(configure).not.toHaveBeenCalled();
  expect(spare?.channels).toEqual(channels);
  expect(network.connections).toHaveLength(2);
  for (const one of [room, bob.room]) void one.leave();
  expect(network.open).toEqual([]);
});

test("a connection that nobody called over is closed when the room is left", async () => {
  const { room } = await enter("Ada");
  void room.leave();

  expect(network.connections).toHaveLength(1);
  expect(network.open).toEqual([]);
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
  await expectFullMesh(ada, { room, events: [] });
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

  expect((await ada.room.send(1)).missed.map(nameOf)).toEqual(["Bob"]);
  expect(await only(ada).send(1)).toBe(false);
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

test("a page that closes says goodbye", async () => {
  const [ada, bob] = await couple();
  browserWindow.dispatchEvent(new Event("pagehide"));
  await pass(10);

  expect(service.callsOf("Bye")).toHaveLength(2);
  expect([ada.room.state, bob.room.state]).toEqual(["left", "left"]);
  expect(network.open).toEqual([]);
});

test("nobody takes another's place by telling a wrong id while being here under an own one", async () => {
  const [ada, bob] = await couple();
  const told = "peer-999";
  const [frame] = split(toJsonMessage(Kind.frame, { t: "hello", peerId: told }), 1_000);
  network.connections[1]?.channel?.send(frame as Uint8Array);
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

  await expectFullMesh(ada, bob, cleo);
  expect(bob.events).toContain("audio of Ada");
  expect(ada.events).toContain("video of Cleo");
});
