import { beforeEach, expect, test, vi } from "vitest";
import { HubClient } from "../src/hub/hub-client.js";
import type { Peer } from "../src/hub/wire.js";
import type { RemotePeer } from "../src/room/remote-peer.js";
import type { Room } from "../src/room/room.js";
import { createRoomSecret, deriveSeal } from "../src/sealed/room-secret.js";
import type { Seal } from "../src/sealed/seal.js";
import { SealedHub } from "../src/sealed/sealed-hub.js";
import { SealedPeers } from "../src/sealed/sealed-peers.js";
import { closeAfterTest, createHub, service } from "./fakes/hub-setup.js";
import { createRoom, type EnterOptions, network } from "./fakes/room-setup.js";
import { until } from "./fakes/until.js";

let secret: string;
let seal: Seal;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  secret = createRoomSecret();
  seal = await deriveSeal(secret);
});

interface Guest {
  room: Room;
  errors: string[];
}

async function enter(
  name: string,
  { sealed = true, ...options }: EnterOptions & { sealed?: boolean } = {},
): Promise<Guest> {
  const room = createRoom(name, {
    topic: seal.topic,
    ...options,
    ...(sealed && {
      createHub: (hubOptions, handleError) =>
        new SealedHub(new HubClient({ ...hubOptions, repeatMetadata: false }), seal, handleError),
    }),
  });
  const errors: string[] = [];
  room.on("error", ({ code }) => errors.push(code));
  let isIn = false;
  void room.open().then(() => {
    isIn = true;
  });
  await until(() => isIn);
  return { room, errors };
}

const nameOf = (peer: RemotePeer) => String(peer.metadata?.name);
const linksOf = ({ room }: Guest) =>
  [...room.peers.values()].map((peer) => `${nameOf(peer)} ${peer.linkState}`).join();

async function couple(): Promise<[Guest, Guest]> {
  const [ada, bob] = [await enter("Ada"), await enter("Bob")];
  await until(() => linksOf(ada) === "Bob connected" && linksOf(bob) === "Ada connected");
  return [ada, bob];
}

/** A hub of the sealed room without the room. */
async function enterHub(): Promise<SealedHub> {
  const hub = createHub({ topics: [], repeatMetadata: false });
  const sealedHub = new SealedHub(hub, seal, () => {});
  closeAfterTest(() => sealedHub.close());
  let isIn = false;
  void sealedHub.start().then(async () => {
    await sealedHub.subscribe(seal.topic);
    isIn = true;
  });
  await until(() => isIn);
  return sealedHub;
}

test("a sealed call works, and the service has nothing of it but the derived topic", async () => {
  const [ada, bob] = await couple();
  const heard: unknown[] = [];
  bob.room.on("data", (peer, data) => heard.push([nameOf(peer), data]));
  ada.room.send("hello");
  void bob.room.updateMetadata({ name: "Robert" });
  await until(() => linksOf(ada) === "Robert connected");

  expect(heard).toEqual([["Ada", "hello"]]);
  expect([...ada.errors, ...bob.errors]).toEqual([]);
  expect(service.dialed[0]?.url.search).toBe(`?v=1&near=${seal.topic}`);
  const signals = service.calls.filter(({ method }) => method.startsWith("Send"));
  expect(new Set(signals.map(({ method }) => method))).toEqual(
    new Set(["SendOffer", "SendAnswer", "SendCandidate"]),
  );
  for (const { args } of signals) expect(args[2]).toEqual({ sealed: expect.any(String) });
  const wire = JSON.stringify(service.calls);
  // With the quotation mark, as three letters alone turn up in what is sealed by chance.
  for (const readable of ["ufrag", "candidate:", "linkId", '"Ada', "Robert", secret])
    expect(wire).not.toContain(readable);
});

test("who has not the secret is not shown, not called and not heard, and that is told", async () => {
  const ada = await enter("Ada");
  await enter("Mallory", { sealed: false });
  await until(() => ada.errors.length > 0);
  const bob = await enter("Bob");
  await until(() => linksOf(ada) === "Bob connected");

  expect(new Set(ada.errors)).toEqual(new Set(["seal_broken"]));
  expect(linksOf(bob)).toBe("Ada connected");
  const called = service.calls.filter(({ method }) => method === "SendOffer").map(({ args }) => args[1]);
  expect(called).toContain(bob.room.peerId);
  expect(called.filter((to) => to !== bob.room.peerId && to !== ada.room.peerId)).toEqual([]);
});

test("an offer that the service replaces is refused: unsealed, another one of the same peers, one for someone else", async () => {
  const [ada, bob] = await couple();
  const toBob = service.calls.filter(
    ({ method, args }) => method !== "Subscribe" && args[1] === bob.room.peerId,
  );
  const candidate = toBob.find(({ method }) => method === "SendCandidate")?.args[2];
  const forgeries = [{ type: "offer", sdp: "v=0" }, candidate, toBob[0]?.args[2]];
  let tampered = 0;
  service.intercept = (method, args) => {
    if (method === "SendOffer") {
      args[2] = forgeries[tampered % forgeries.length];
      tampered++;
    }
    return undefined;
  };
  const cleo = await enter("Cleo");
  await until(() => cleo.errors.length >= 3);

  expect(tampered).toBeGreaterThanOrEqual(3);
  expect(new Set(cleo.errors)).toEqual(new Set(["seal_broken"]));
  expect(linksOf(cleo)).not.toContain(" connected");
  const ofCleo = network.open.filter((connection) => connection.remoteDescription?.sdp === "v=0");
  expect(ofCleo).toEqual([]);
  expect(linksOf(ada)).toContain("Bob connected");
});

test("a signal that the service repeats is not heard twice, and that is no error", async () => {
  const [ada, bob] = await couple();
  const offer = service.calls.find(({ method }) => method === "SendOffer")?.args[2];
  const connection = network.open.find(({ log }) => log.includes("remote offer"));
  const before = connection?.log.length;
  service.tell(bob.room.peerId, "Offer", seal.topic, ada.room.peerId, offer);
  void ada.room.updateMetadata({ name: "Ada L." });
  await until(() => linksOf(bob).startsWith("Ada L."));

  expect(connection?.log).toHaveLength(before ?? 0);
  expect(bob.errors).toEqual([]);
});

test("an update that the service makes up changes nothing", async () => {
  const [ada, bob] = await couple();
  const peer: Peer = {
    peerId: bob.room.peerId,
    state: "connected",
    joinedAt: new Date().toISOString(),
    metadata: { name: "Mallory" },
  };
  service.tell(ada.room.peerId, "PeerUpdated", seal.topic, peer, 1_000);
  await until(() => ada.errors.length > 0);

  expect(linksOf(ada)).toBe("Bob connected");
});

test("an id that the service gives a second time opens nothing that was sealed by or for the first", async () => {
  const [ada, bob, other] = [new SealedPeers(seal), new SealedPeers(seal), new SealedPeers(seal)];
  const meet = async (us: SealedPeers, peerId: string, them: SealedPeers) => {
    const metadata = await them.sealMetadata(peerId, {});
    await us.openPeer({ peerId, state: "connected", joinedAt: "", metadata });
  };
  await meet(ada, "b", bob);
  await meet(bob, "a", ada);
  await meet(other, "a", ada);
  const offer = await ada.sealSignal("offer", "a", "b", { sdp: "v=0" });

  await expect(other.openSignal("offer", "b", "a", offer)).rejects.toThrow();
  await meet(bob, "a", other);
  await expect(bob.openSignal("offer", "b", "a", offer)).rejects.toThrow();
  await meet(bob, "a", ada);
  await expect(bob.openSignal("offer", "b", "a", offer)).resolves.toEqual({ sdp: "v=0" });
});

test("signals arrive in the order in which they were sent, however long sealing and opening take", async () => {
  const [ada, bob] = [await enterHub(), await enterHub()];
  const heard: unknown[] = [];
  bob.on("candidate", ({ candidate }) => heard.push(candidate?.number));
  bob.on("offer", ({ description }) => heard.push(description.number));
  let isKnown = false;
  ada.on("peerupdated", () => {
    isKnown = true;
  });
  void bob.updateMetadata(seal.topic, { name: "Bob" });
  await until(() => isKnown);
  makeEverySecondSlow("encrypt");
  makeEverySecondSlow("decrypt");
  for (let number = 0; number < 12; number++) {
    if (number % 3 === 0) void ada.sendOffer(seal.topic, bob.peerId, { number });
    else void ada.sendCandidate(seal.topic, bob.peerId, { number });
  }
  await until(() => heard.length === 12);

  expect(heard).toEqual(Array.from({ length: 12 }, (_, number) => number));
});

function makeEverySecondSlow(method: "encrypt" | "decrypt"): void {
  const original = crypto.subtle[method].bind(crypto.subtle);
  let calls = 0;
  vi.spyOn(crypto.subtle, method).mockImplementation(async (...args) => {
    if (calls++ % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    return original(...args);
  });
}

test("after the service has lost the sessions everyone is known again under new ids", async () => {
  const [ada, bob] = await couple();
  const before = [ada.room.peerId, bob.room.peerId];
  service.forget();
  service.kill();
  await until(() =>
    [ada, bob].every(({ room }) => room.state === "connected" && !before.includes(room.peerId)),
  );
  await until(() => linksOf(ada) === "Bob connected" && linksOf(bob) === "Ada connected");
  await until(() => ada.room.peers.has(bob.room.peerId) && bob.room.peers.has(ada.room.peerId));

  expect([...ada.errors, ...bob.errors]).toEqual([]);
  expect(network.connections).toHaveLength(2);
});

test("metadata that was sealed for a session that ended meanwhile is sealed anew for the next", async () => {
  const [ada, bob] = await couple();
  const endSession = () => {
    const { peerId } = bob.room;
    service.kill(peerId);
    service.expire(peerId);
  };
  let lost = "";
  service.intercept = (method) => {
    if (method !== "UpdateMetadata" && method !== "Subscribe") return undefined;
    lost = method;
    return "lose";
  };
  let isDone = false;
  void bob.room.updateMetadata({ name: "Robert" }).then(() => {
    isDone = true;
  });
  await until(() => lost === "UpdateMetadata");
  endSession();
  await until(() => lost === "Subscribe");
  service.intercept = () => undefined;
  endSession();
  await until(() => linksOf(ada) === "Robert connected" && ada.room.peers.has(bob.room.peerId));

  expect(isDone).toBe(true);
  expect([...ada.errors, ...bob.errors]).toEqual([]);
});

test("what a renewed token grants is known in a sealed room too", async () => {
  service.tokenTtlMs = 1_000;
  const ada = await enter("Ada", { accessToken: () => "token" });
  service.grants = ["signal", "message", "moderate"];
  await until(() => ada.room.grants.includes("moderate"));

  expect(ada.errors).toEqual([]);
});

test("who was being opened when the room was left is not let in any more", async () => {
  const ada = await enter("Ada");
  const original = crypto.subtle.decrypt.bind(crypto.subtle);
  let finish = () => {};
  const decrypt = vi.spyOn(crypto.subtle, "decrypt").mockImplementationOnce(async (...args) => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return original(...args);
  });
  const bob = enter("Bob");
  await until(() => decrypt.mock.calls.length > 0);
  void ada.room.leave();
  finish();
  await bob;

  expect(ada.room.peers.size).toBe(0);
  expect(network.open).toHaveLength(1); // the one that Bob has for whoever comes
});
