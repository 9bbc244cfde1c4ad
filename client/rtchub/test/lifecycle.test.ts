import { expect, test, vi } from "vitest";
import { browserWindow } from "./fakes/browser-window.js";
import { createHub, pass, service } from "./fakes/hub-setup.js";
import { createRoom, enter, network } from "./fakes/room-setup.js";

async function connectedHub() {
  const hub = createHub({ topics: ["t"] });
  void hub.start();
  await pass();
  return hub;
}

test("a device without a network says so at once, and is back as soon as the network is", async () => {
  const hub = await connectedHub();
  service.isDown = true;
  browserWindow.dispatchEvent(new Event("offline"));
  expect(hub.state).toBe("reconnecting");
  await pass(60_000);

  service.isDown = false;
  browserWindow.dispatchEvent(new Event("online"));
  await pass(50);

  expect(hub.state).toBe("connected");
  expect(service.callsOf("Resume")).toHaveLength(1);
});

test.each(["online", "pageshow"])(
  "after %s another connection takes over, and the session goes on",
  async (event) => {
    const hub = await connectedHub();
    const states: string[] = [];
    hub.on("statechange", (state) => states.push(state));
    const dialed = service.dialed.length;

    browserWindow.dispatchEvent(new Event(event));
    await pass();

    expect(service.dialed).toHaveLength(dialed + 1);
    expect(service.callsOf("Resume")).toHaveLength(1);
    expect(states).toEqual([]);
    expect(service.connections).toBe(1);
  },
);

test("a page that was frozen renews its connection when it runs again", async () => {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("document", page);
  await connectedHub();

  page.dispatchEvent(new Event("resume"));
  await pass();

  expect(service.callsOf("Resume")).toHaveLength(1);
});

test("whoever loses all calls at once makes sure of the way to the service; who keeps one does not", async () => {
  const [ada, bob] = [await enter("Ada"), await enter("Bob")];
  ada.simulate("ice-failure");
  await pass(200);
  expect(service.callsOf("Resume").length).toBeGreaterThan(0);
  await pass(10_000);

  await enter("Cy");
  const before = service.callsOf("Resume").length;
  const [peer] = ada.peers.values();
  ada.simulate("ice-failure", peer);
  await pass(200);

  expect(service.callsOf("Resume")).toHaveLength(before);
  expect(bob.state).toBe("connected");
});

test("a page that closes says goodbye for its hub too", async () => {
  const hub = await connectedHub();
  browserWindow.dispatchEvent(new Event("pagehide"));
  await pass(50);

  expect(service.callsOf("Bye")).toHaveLength(1);
  expect(hub.state).toBe("closed");
});

test("a closed hub listens to nothing any more", async () => {
  const hub = await connectedHub();
  await Promise.all([hub.close(), pass(2_000)]);
  const dialed = service.dialed.length;
  for (const event of ["online", "offline", "pageshow"]) browserWindow.dispatchEvent(new Event(event));
  await pass(30_000);

  expect(service.dialed).toHaveLength(dialed);
});

test("a second tab with the same session takes over: the first leaves, with the reason", async () => {
  const first = await enter("Ada", { session: "s" });
  const other = await enter("Bob", { session: "of Bob" });
  const reasons: string[] = [];
  first.on("removed", (reason) => reasons.push(reason));
  other.on("removed", (reason) => reasons.push(reason));
  await pass();

  const second = createRoom("Ada", { session: "s" });
  const opened = second.open();
  // Messages between tabs are no matter of fake time.
  await vi.waitUntil(() => first.state === "left");
  await Promise.all([opened, pass(2_000)]);

  expect(reasons).toEqual(["taken_over"]);
  expect([...other.peers.keys()]).toEqual([second.peerId]);
});

test("simulated: the signaling is lost, and the session goes on", async () => {
  const [ada, bob] = [await enter("Ada"), await enter("Bob")];
  const { peerId } = ada;
  const states: string[] = [];
  ada.on("statechange", (state) => states.push(state));
  ada.simulate("signaling-loss");
  await pass(5_000);

  expect(states).toEqual(["reconnecting", "connected"]);
  expect(ada.peerId).toBe(peerId);
  expect(bob.peers.size).toBe(1);
});

test("simulated: the server was restarted, and the call goes on under another id", async () => {
  const [ada, bob] = [await enter("Ada"), await enter("Bob")];
  const [{ peerId }, [peer]] = [ada, bob.peers.values()];
  ada.simulate("server-restart");
  await pass(5_000);

  expect(ada.peerId).not.toBe(peerId);
  await pass(40_000);
  expect([...bob.peers.values()]).toEqual([peer]);
  expect(peer).toMatchObject({ peerId: ada.peerId, linkState: "connected" });
  expect(network.open).toHaveLength(2);

  ada.simulate("signaling-loss");
  await pass(5_000);
  expect(peer?.peerId).toBe(ada.peerId);
});

test("simulated: a server that stops is left for another, unnoticed", async () => {
  const ada = await enter("Ada");
  const states: string[] = [];
  ada.on("statechange", (state) => states.push(state));
  ada.simulate("go-away");
  await pass(5_000);

  expect(service.callsOf("Resume")).toHaveLength(1);
  expect(states).toEqual([]);
});

test("simulated: the connection with a peer breaks and is repaired, those with others stay", async () => {
  const [ada, bob, cy] = [await enter("Ada"), await enter("Bob"), await enter("Cy")];
  await pass(5_000);
  const peer = ada.peers.get(bob.peerId);
  const kept = ada.peers.get(cy.peerId)?.connection;
  const states: (string | undefined)[] = [];
  ada.on("peerupdated", () => states.push(peer?.linkState));
  ada.simulate("ice-failure", peer);
  await pass(10_000);

  expect(states[0]).toBe("reconnecting");
  expect(peer?.linkState).toBe("connected");
  expect(ada.peers.get(cy.peerId)?.connection).toBe(kept);
});

test.each([
  ["removed", "removed"],
  ["token-expired", "token_expired"],
] as const)("simulated: %s ends the room", async (scenario, reason) => {
  const ada = await enter("Ada");
  const reasons: string[] = [];
  ada.on("removed", (told) => reasons.push(told));
  ada.simulate(scenario);

  expect(reasons).toEqual([reason]);
  expect(ada.state).toBe("left");
});
