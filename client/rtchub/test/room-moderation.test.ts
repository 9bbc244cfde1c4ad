import { expect, test, vi } from "vitest";
import { type Grant, parseSubscription } from "../src/hub/wire.js";
import type { Room } from "../src/room/room.js";
import { pass, service } from "./fakes/hub-setup.js";
import { type EnterOptions, enter as enterRoom, network } from "./fakes/room-setup.js";

const member: Grant[] = ["signal", "message"];
const moderator: Grant[] = [...member, "moderate"];

function enter(name: string, grants: Grant[] = member, options?: EnterOptions): Promise<Room> {
  service.grants = grants;
  return enterRoom(name, options);
}

/** With a token that is replaced by the next within this time. */
const RENEWED_WITHIN_MS = 35_000;
function enterWithToken(name: string, grants: Grant[] = member): Promise<Room> {
  service.tokenTtlMs = 40_000;
  return enter(name, grants, { accessToken: () => "token" });
}

const peersOf = (room: Room) => [...room.peers.values()];
const only = (room: Room) => {
  const [peer] = peersOf(room);
  if (!peer) throw new Error("nobody is here");
  return peer;
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: { code?: string }) => error.code,
  );

test("someone whom a moderator takes out is told so and leaves; the others see that they were removed", async () => {
  const ada = await enter("Ada", moderator);
  const bob = await enter("Bob");
  const cleo = await enter("Cleo");
  const removed = vi.fn();
  bob.on("removed", removed);
  const left: string[] = [];
  for (const room of [ada, cleo])
    room.on("peerleft", (peer, reason) => left.push(`${peer.metadata?.name} ${reason}`));
  const bobAtAda = peersOf(ada).find(({ peerId }) => peerId === bob.peerId);
  await Promise.all([bobAtAda && ada.remove(bobAtAda), pass()]);

  expect(removed).toHaveBeenCalledWith("removed");
  expect(bob.state).toBe("left");
  expect(left).toEqual(["Bob removed", "Bob removed"]);
  expect(network.open).toHaveLength(2);
});

test("what the service's operator says to the topic is told in a room, what peers send through the service is not", async () => {
  const ada = await enter("Ada");
  const bob = await enter("Bob");
  const told: unknown[] = [];
  ada.on("notice", (data) => told.push(data));
  service.tell(ada.peerId, "Message", ada.topic, bob.peerId, "from a peer");
  service.tell(ada.peerId, "Message", ada.topic, "operator", { text: "back at five" });
  await pass();

  expect(told).toEqual([{ text: "back at five" }]);
});

test("what one is not allowed is an error with the service's code, and changes nothing", async () => {
  const ada = await enter("Ada");
  await enter("Bob");
  const codes = Promise.all([codeOf(ada.remove(only(ada))), codeOf(ada.lock(true))]);
  await pass();

  expect(await codes).toEqual(["forbidden", "forbidden"]);
  expect(ada.isLocked).toBe(false);
  expect(peersOf(ada)).toHaveLength(1);
});

test("a lock keeps newcomers out, everyone sees it, and it ends with who holds it", async () => {
  const ada = await enter("Ada", moderator);
  const bob = await enter("Bob");
  await Promise.all([ada.lock(true), pass()]);
  expect([ada.locks, ada.isLocked, bob.locks, bob.isLocked]).toEqual([true, true, false, true]);
  expect(only(bob).locks).toBe(true);
  await expect(enter("Cleo")).rejects.toMatchObject({ code: "topic_locked" });

  await Promise.all([ada.leave(), pass()]);
  expect(bob.isLocked).toBe(false);
  const cleo = await enter("Cleo");
  expect(cleo.state).toBe("connected");
});

test("a lock is lifted by who holds it", async () => {
  const ada = await enter("Ada", moderator);
  const bob = await enter("Bob");
  await Promise.all([ada.lock(true), pass()]);
  await Promise.all([ada.lock(false), pass()]);

  expect([ada.isLocked, bob.isLocked]).toEqual([false, false]);
});

test("a lock ends with the session of who holds it, on both sides", async () => {
  const ada = await enter("Ada", moderator);
  const bob = await enter("Bob");
  await Promise.all([ada.lock(true), pass()]);
  service.isDown = true;
  service.kill();
  service.forget();
  await pass(1_000);
  service.isDown = false;
  await pass(20_000);

  expect([ada.state, bob.state]).toEqual(["connected", "connected"]);
  expect([ada.locks, ada.isLocked, bob.isLocked]).toEqual([false, false, false]);
});

test("a lock ends with the session of who holds it, also while the call with them goes on", async () => {
  const ada = await enter("Ada", moderator);
  const bob = await enter("Bob");
  await Promise.all([ada.lock(true), pass()]);
  service.isDown = true;
  service.kill(ada.peerId);
  await pass(10);
  service.expire(ada.peerId);
  await pass();

  expect(only(bob).linkState).toBe("connected");
  expect(bob.isLocked).toBe(false);
});

test("who lost the session and finds the topic locked keeps the call, and asks until the lock is lifted", async () => {
  const ada = await enter("Ada", moderator);
  const bob = await enter("Bob");
  await Promise.all([ada.lock(true), pass()]);
  service.isDown = true;
  service.kill(bob.peerId);
  await pass(10);
  service.expire(bob.peerId);
  service.isDown = false;
  await pass(20_000);
  expect(bob.state).toBe("reconnecting");
  expect(only(bob).linkState).toBe("connected");
  await Promise.all([ada.lock(false), pass()]);
  await pass(10_000);

  expect(bob.state).toBe("connected");
  expect(network.connections).toHaveLength(2);
});

/** Lets the room's token be replaced by one that allows this. */
async function renew(...grants: Grant[]): Promise<void> {
  service.grants = grants;
  await pass(RENEWED_WITHIN_MS);
}

test("what a renewed token grants is known at once and told, also to whoever is alone", async () => {
  const ada = await enterWithToken("Ada");
  const told: unknown[] = [];
  ada.on("statechange", (state) => told.push([state, ada.grants]));
  await renew(...moderator);
  await renew(...moderator);

  expect(told).toEqual([["connected", moderator]]);
  expect(await codeOf(Promise.all([ada.lock(true), pass()]))).toBe("ok");
});

test("a lock ends with the token that allowed it", async () => {
  const ada = await enterWithToken("Ada", moderator);
  const bob = await enter("Bob");
  await Promise.all([ada.lock(true), pass()]);
  await renew(...member);

  expect([ada.locks, ada.isLocked, bob.isLocked]).toEqual([false, false, false]);
});

test("a call does not notice that a token was renewed", async () => {
  const ada = await enterWithToken("Ada");
  const bob = await enter("Bob");
  const calls = service.callsOf("SendOffer").length;
  await renew(...moderator);

  expect(ada.grants).toEqual(moderator);
  expect([only(ada).linkState, only(bob).linkState]).toEqual(["connected", "connected"]);
  expect(service.callsOf("SendOffer")).toHaveLength(calls);
});

test("whoever a renewed token takes out is told so once, and the refusal that follows is no error", async () => {
  const ada = await enterWithToken("Ada");
  const told: unknown[] = [];
  ada.on("removed", (reason) => told.push(reason));
  ada.on("error", (error) => told.push(error));
  service.intercept = (method, [topic]) => {
    if (method !== "Subscribe") return undefined;
    service.tell(ada.peerId, "Removed", topic, "forbidden");
    return { code: "forbidden" };
  };
  await renew(...member);

  expect(service.callsOf("Subscribe")).toHaveLength(2);
  expect(told).toEqual(["forbidden"]);
});

test("grants that cannot be learned now are asked for again; a refusal without an end of the call is an error", async () => {
  const ada = await enterWithToken("Ada");
  const errors: string[] = [];
  ada.on("error", ({ code }) => errors.push(code));
  let answers = [{ code: "backplane_unavailable" }, { code: "backplane_unavailable" }];
  service.intercept = (method) => (method === "Subscribe" ? answers.pop() : undefined);
  await renew(...moderator);
  await pass(5_000);
  expect(ada.grants).toEqual(moderator);
  expect(errors).toEqual([]);

  answers = [{ code: "invalid_payload" }];
  await renew(...member);
  expect(errors).toEqual(["invalid_payload"]);
});

test("a session that is lost while grants are asked for is entered anew, with what the token grants then", async () => {
  const ada = await enterWithToken("Ada");
  const errors = vi.fn();
  ada.on("error", errors);
  service.intercept = (method) => {
    if (method !== "Subscribe") return undefined;
    service.intercept = (next) => (next === "Subscribe" ? { code: "topic_full" } : undefined);
    service.kill();
    service.forget();
    return "lose";
  };
  await renew(...moderator);
  await pass(10_000);
  service.intercept = () => undefined;
  await pass(10_000);

  expect(errors).not.toHaveBeenCalled();
  expect([ada.state, ada.grants]).toEqual(["connected", moderator]);
});

test.each([
  { who: "a hidden observer", grants: [...member, "hidden"] as Grant[] },
  { who: "a mere listener", grants: ["message"] as Grant[] },
])("$who knows who is there, calls nobody and answers nobody", async ({ grants }) => {
  const ada = await enter("Ada");
  const watcher = await enter("Watcher", grants);
  service.tell(watcher.peerId, "Offer", "t", ada.peerId, { type: "offer", sdp: "", isNewLink: true });
  const bob = await enter("Bob");
  await pass(60_000);

  expect(watcher.grants).toEqual(grants);
  expect([...watcher.peers.keys()]).toEqual([ada.peerId, bob.peerId]);
  expect(
    service.calls.filter(({ peerId, method }) => peerId === watcher.peerId && /Send/.test(method)),
  ).toEqual([]);
  void ada.leave();
  await pass();
  expect([...watcher.peers.keys()]).toEqual([bob.peerId]);
});

test("who someone is by their token is the service's word, and null where there are no tokens", async () => {
  const ada = await enter("Ada");
  await enter("Bob");
  expect(only(ada).userId).toBeNull();
  service.tell(
    ada.peerId,
    "PeerUpdated",
    "t",
    { peerId: only(ada).peerId, userId: "bob@work", state: "connected", joinedAt: "", metadata: null },
    99,
  );
  await pass();

  expect(only(ada).userId).toBe("bob@work");
});

test("a service without tokens allows calls and messages; what this client does not know is passed over", () => {
  const plain = { topic: "t", peers: [], version: 1, iceServers: [] };

  expect(parseSubscription(plain).grants).toEqual(["signal", "message"]);
  expect(parseSubscription({ ...plain, grants: ["message", "fly"] }).grants).toEqual(["message"]);
});

test("two spellings of one name meet in one topic", async () => {
  const ada = await enter("Ada", member, { topic: "caf\u00e9" });
  const bob = await enter("Bob", member, { topic: "cafe\u0301" });
  await pass();

  expect(bob.topic).toBe(ada.topic);
  expect(only(ada).linkState).toBe("connected");
  expect(new Set(service.dialed.map(({ url }) => url.search)).size).toBe(1);
});
