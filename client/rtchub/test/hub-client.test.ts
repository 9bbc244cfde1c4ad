import { expect, test, vi } from "vitest";
import { RtcHubError } from "../src/errors.js";
import type { HubClient } from "../src/hub/hub-client.js";
import { createHub, service } from "./fakes/hub-setup.js";
import { fakeWebSocket, LATENCY_MS } from "./fakes/web-socket.js";

const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

async function connected(...topics: string[]): Promise<HubClient> {
  const client = createHub({ topics });
  const started = client.start();
  await pass();
  await started;
  return client;
}

async function pair() {
  const alice = await connected("t");
  const bob = await connected("t");
  const heard: unknown[] = [];
  bob.on("message", ({ data }) => heard.push(data));
  await pass();
  return { alice, bob, heard };
}

const goAway = { reason: "draining", spreadMs: 0, deadlineMs: 10_000 };

function tellToGo(client: HubClient): void {
  service.tell(client.peerId, "GoAway", goAway);
}

test("a topic asked for while connecting arrives with the Welcome", async () => {
  await connected("t");
  const bob = createHub({ topics: ["t"] });
  const snapshots: string[][] = [];
  bob.on("subscribed", ({ peers }) => snapshots.push(peers.map(({ peerId }) => peerId)));
  const started = bob.start();
  await pass();
  await started;

  expect(snapshots).toEqual([["peer-001"]]);
  expect(bob.peerId).not.toBe("");
  expect(service.calls).toEqual([]);
  expect(service.dialed[1]?.url.searchParams.get("v")).toBe("1");
});

test("a new session's calls need not wait for its Welcome", async () => {
  const client = createHub();
  void client.start();
  const subscribed = client.subscribe("t");
  await pass(2 * LATENCY_MS); // the socket opens, and what is said first arrives

  expect(service.callsOf("Subscribe")).toHaveLength(1);
  expect(client.peerId).toBe("");
  await pass();
  expect(await subscribed).toMatchObject({ topic: "t" });
  expect(client.peerId).toBe("peer-001");
});

test("calls that went with a connection that was lost before its Welcome are made again", async () => {
  service.intercept = () => "lose";
  const client = createHub();
  void client.start();
  const subscribed = client.subscribe("t");
  await pass(2 * LATENCY_MS);
  service.kill();
  service.intercept = () => undefined;
  await pass(5_000);

  expect(await subscribed).toMatchObject({ topic: "t" });
});

test("after a handshake that is refused another connection is tried", async () => {
  let connections = 0;
  const webSocket = fakeWebSocket((end) => {
    connections++;
    end.handleMessage = (data) => {
      if (data.includes("protocol")) end.send('{"error":"no such protocol"}\u001e');
    };
  });
  const client = createHub({ webSocket });
  const started = client.start().catch((error: unknown) => error);
  await pass(5_000);

  expect(connections).toBeGreaterThan(1);
  void client.close();
  expect(await started).toMatchObject({ code: "unreachable" });
});

test("who comes back names the topic for load balancers, and does not subscribe with it", async () => {
  const ada = createHub({ topics: ["t & u", "v"] });
  const started = ada.start();
  await pass();
  await started;
  service.kill();
  await pass(5_000);

  const [first, second] = service.dialed.map(({ url }) => url.search);
  expect(first).toBe("?v=1&topic=t%20%26%20u&topic=v");
  expect(second).toBe("?v=1&near=t%20%26%20u");
});

test("a refusal is an error with the service's code", async () => {
  const client = await connected();
  const refused = client.subscribe(" ").catch((error: unknown) => error);
  await pass();

  const error = await refused;
  expect(error).toBeInstanceOf(RtcHubError);
  expect(error).toMatchObject({ code: "invalid_topic" });
});

test("an event that follows an answer in the same frame is heard after the answer", async () => {
  const { alice } = await pair();
  const order: string[] = [];
  alice.on("subscribed", () => order.push("subscribed"));
  alice.on("message", () => order.push("message"));
  service.intercept = (method) => {
    // Written into the stream before the answer is: only what comes after the answer may be heard after it.
    if (method === "Subscribe")
      queueMicrotask(() => service.tell(alice.peerId, "Message", "t", "someone", 1));
    return undefined;
  };
  void alice.subscribe("t");
  await pass();

  expect(order).toEqual(["subscribed", "message"]);
});

test("after a lost connection the session is resumed, with a new ticket each time", async () => {
  const { alice, bob, heard } = await pair();
  const states: string[] = [];
  bob.on("statechange", (state) => states.push(state));
  const peerId = bob.peerId;

  for (const round of [1, 2, 3]) {
    service.kill(peerId);
    await pass(0);
    void alice.sendMessage("t", peerId, round);
    await pass(5_000);
  }

  expect(heard).toEqual([1, 2, 3]);
  expect(bob.peerId).toBe(peerId);
  expect(states).toEqual([
    "reconnecting",
    "connected",
    "reconnecting",
    "connected",
    "reconnecting",
    "connected",
  ]);
  const tickets = service.callsOf("Resume").map(([ticket]) => ticket);
  expect(new Set(tickets).size).toBe(3);
});

test("events that were not seen come again exactly once and in order, however often the connection breaks", async () => {
  const { alice, bob, heard } = await pair();
  for (let number = 0; number < 40; number++) {
    void alice.sendMessage("t", bob.peerId, number);
    if (number % 4 === 0) service.kill(bob.peerId);
    await pass(1 + (number % 3));
  }
  await pass(30_000);

  expect(heard).toEqual(Array.from({ length: 40 }, (_, number) => number));
});

test("sends without an answer are repeated exactly once and in order", async () => {
  const { alice, bob, heard } = await pair();
  const results: Promise<{ code: string }>[] = [];
  let losses = 0;
  service.intercept = (method) => {
    if (method !== "SendMessage") return undefined;
    // Of the first five sends two are handled without an answer getting back, the rest never arrive.
    losses++;
    return losses <= 2 ? "silence" : losses <= 5 ? "lose" : undefined;
  };
  for (let number = 0; number < 5; number++) results.push(alice.sendMessage("t", bob.peerId, number));
  await pass();
  service.kill(alice.peerId);
  await pass(0);
  for (let number = 5; number < 8; number++) results.push(alice.sendMessage("t", bob.peerId, number));
  await pass(2_000);

  expect(heard).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect((await Promise.all(results)).map(({ code }) => code)).toEqual(Array(8).fill("ok"));
});

test("calls made while reconnecting go out in order when the session is back", async () => {
  const { alice, bob, heard } = await pair();
  service.isDown = true;
  service.kill(alice.peerId);
  await pass(0);
  void alice.sendMessage("t", bob.peerId, "first");
  const entered = alice.subscribe("u");
  void alice.sendMessage("t", bob.peerId, "second");
  await pass(8_000);
  expect(heard).toEqual([]);

  service.isDown = false;
  await pass(11_000);

  expect(heard).toEqual(["first", "second"]);
  expect((await entered).topic).toBe("u");
});

test("no call is made between the answer to Resume and the new ticket", async () => {
  const { alice, bob } = await pair();
  service.kill(alice.peerId);
  await pass(0);
  void alice.sendMessage("t", bob.peerId, 1);
  const before = service.tickets.length;
  service.intercept = (method) => {
    if (method === "SendMessage") expect(service.tickets.length).toBe(before + 2);
    return undefined;
  };
  await pass(1_500);

  expect(service.callsOf("SendMessage")).toHaveLength(1);
});

test("an old ticket is still good when the connection breaks before the new one has arrived", async () => {
  const { bob } = await pair();
  const peerId = bob.peerId;
  const lost = vi.fn();
  bob.on("sessionlost", lost);
  service.intercept = (method) => {
    // Resume is handled, and the connection breaks with its answer on the way.
    if (method === "Resume" && service.callsOf("Resume").length < 2)
      setTimeout(() => service.kill(peerId), 0);
    return undefined;
  };
  service.kill(peerId);
  await pass(10_000);

  expect(lost).not.toHaveBeenCalled();
  expect(bob.peerId).toBe(peerId);
  expect(bob.state).toBe("connected");
  const [first, second] = service.callsOf("Resume").map(([ticket]) => ticket);
  expect(second).toBe(first);
});

test("after a gap the roster comes first, both counts start again, and unanswered sends are repeated", async () => {
  const { alice, bob, heard } = await pair();
  const order: string[] = [];
  bob.on("resumed", (outcome) => order.push(outcome));
  bob.on("roster", ({ peers }) => order.push(`roster of ${peers.length}`));
  void alice.sendMessage("t", bob.peerId, 0);
  await pass();
  service.intercept = (method) => (method === "SendMessage" ? "lose" : undefined);
  void bob.sendMessage("t", alice.peerId, "from bob");
  await pass();
  service.intercept = () => undefined;
  const replies: unknown[] = [];
  alice.on("message", ({ data }) => replies.push(data));
  service.loseEvents(bob.peerId);
  service.kill(bob.peerId);
  await pass(2_000);
  service.kill(bob.peerId);
  await pass(0);
  void alice.sendMessage("t", bob.peerId, "after");
  await pass(3_000);

  expect(order).toEqual(["gap", "roster of 1", "ok"]);
  expect(replies).toEqual(["from bob"]);
  expect(heard).toEqual([0, "after"]);
}, 5_000);

test("when the session is gone a new one begins and what could not be delivered says so", async () => {
  const { alice, bob } = await pair();
  const oldId = alice.peerId;
  service.isDown = true;
  service.kill();
  service.forget();
  await pass(0);
  const sent = alice.sendMessage("t", bob.peerId, 1);
  const updated = alice.updateMetadata("t", { name: "Ada" });
  const events: string[] = [];
  alice.on("sessionlost", () => {
    events.push(`lost, ${alice.peerId === oldId ? "old" : "new"} id`);
    void alice.subscribe("t").then(() => events.push("subscribed"));
  });
  service.isDown = false;
  await pass(3_000);

  expect((await sent).code).toBe("session_gone");
  expect(events).toEqual(["lost, new id", "subscribed"]);
  await expect(updated).resolves.toBeUndefined();
});

test("rate-limited sends wait as told and keep their order", async () => {
  const { alice, bob, heard } = await pair();
  let refusals = 3;
  service.intercept = (method) =>
    method === "SendMessage" && refusals-- > 0 ? { code: "rate_limited", retryAfterMs: 700 } : undefined;
  const results = [0, 1, 2].map((number) => alice.sendMessage("t", bob.peerId, number));
  await pass(50);
  results.push(alice.sendMessage("t", bob.peerId, 3));
  await pass(600);
  expect(heard).toEqual([]);
  await pass(200);

  expect(heard).toEqual([0, 1, 2, 3]);
  expect((await Promise.all(results)).map(({ code }) => code)).toEqual(["ok", "ok", "ok", "ok"]);
});

test("a send that would not fit into a message is refused here, as the service would close the connection", async () => {
  const { alice, bob } = await pair();
  const result = alice.sendMessage("t", bob.peerId, "ä".repeat(33_000));
  await pass();

  expect((await result).code).toBe("too_large");
  expect(service.connections).toBe(2);
});

test("told to go away, it opens the new connection before it leaves the old one and stays connected", async () => {
  const { alice, bob, heard } = await pair();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const states: string[] = [];
  bob.on("statechange", (state) => states.push(state));
  service.tell(bob.peerId, "GoAway", { ...goAway, spreadMs: 4_000 });
  await pass(1_900);
  expect(service.dialed).toHaveLength(2);
  void alice.sendMessage("t", bob.peerId, "before");
  await pass(200);
  void alice.sendMessage("t", bob.peerId, "after");
  await pass();

  expect(service.dialed).toHaveLength(3);
  expect(service.callsOf("Resume")).toHaveLength(1);
  expect(service.connections).toBe(2);
  expect(states).toEqual([]);
  expect(heard).toEqual(["before", "after"]);
});

test("a connection that is taken over from is not heard any more", async () => {
  const { alice, bob, heard } = await pair();
  tellToGo(bob);
  for (let number = 0; number < 20; number++) {
    void alice.sendMessage("t", bob.peerId, number);
    await pass(1);
  }
  await pass();

  expect(heard).toEqual(Array.from({ length: 20 }, (_, number) => number));
});

test("the old connection is closed only when the session is on the new one: nobody sees an interruption", async () => {
  const { alice, bob } = await pair();
  const seen: string[] = [];
  alice.on("peerupdated", ({ peer }) => seen.push(peer.state));
  tellToGo(bob);
  await pass();

  expect(service.callsOf("Resume")).toHaveLength(1);
  expect(service.connections).toBe(2);
  expect(seen).not.toContain("interrupted");
});

test.each(["lose", "silence"] as const)(
  "calls under way while moving to another node (%s) are neither lost nor doubled",
  async (fate) => {
    const { alice, bob } = await pair();
    const heard: unknown[] = [];
    alice.on("message", ({ data }) => heard.push(data));
    const results: Promise<unknown>[] = [];
    for (let number = 0; number < 30; number++) {
      results.push(bob.sendMessage("t", alice.peerId, number).then(({ code }) => code));
      if (number % 10 === 3) {
        // From now on the old connection gets nothing through, or no answer back.
        service.intercept = (method) => {
          if (method === "Resume") service.intercept = () => undefined;
          return method === "SendMessage" ? fate : undefined;
        };
        tellToGo(bob);
      }
      await pass(1);
    }
    await pass();

    expect(service.callsOf("Resume")).toHaveLength(3);
    expect(await Promise.all(results)).toEqual(Array(30).fill("ok"));
    expect(heard).toEqual(Array.from({ length: 30 }, (_, number) => number));
  },
);

test("told to go away with nowhere to go, it stays where it is until another node takes it", async () => {
  const { alice, bob, heard } = await pair();
  const states: string[] = [];
  bob.on("statechange", (state) => states.push(state));
  service.isDown = true;
  tellToGo(bob);
  await pass(5_000);
  expect(service.dialed.length).toBeGreaterThan(4);
  void alice.sendMessage("t", bob.peerId, "meanwhile");
  await pass();
  expect(heard).toEqual(["meanwhile"]);
  service.isDown = false;
  await pass(11_000);

  expect(service.callsOf("Resume")).toHaveLength(1);
  expect(service.connections).toBe(2);
  expect(states).toEqual([]);
});

test("told to go away while it resumes elsewhere, it goes on to a third node with the same ticket", async () => {
  const { alice, bob, heard } = await pair();
  const states: string[] = [];
  bob.on("statechange", (state) => states.push(state));
  service.intercept = (method) => {
    if (method !== "Resume") return undefined;
    service.intercept = () => undefined;
    service.tell("peer-005", "GoAway", goAway);
    return "lose";
  };
  tellToGo(bob);
  await pass(2);
  void alice.sendMessage("t", bob.peerId, "once");
  await pass();

  expect(service.dialed).toHaveLength(4);
  expect(service.connections).toBe(2);
  expect(heard).toEqual(["once"]);
  expect(states).toEqual([]);
});

test("a session that cannot be fetched from its node for now is asked for again", async () => {
  const { bob } = await pair();
  const lost = vi.fn();
  bob.on("sessionlost", lost);
  const peerId = bob.peerId;
  let refusals = 2;
  service.intercept = (method) =>
    method === "Resume" && refusals-- > 0 ? { code: "backplane_unavailable" } : undefined;
  service.kill(peerId);
  await pass(5_000);

  expect(lost).not.toHaveBeenCalled();
  expect([bob.state, bob.peerId]).toEqual(["connected", peerId]);
  expect(new Set(service.callsOf("Resume").map(([ticket]) => ticket)).size).toBe(1);
});

test("that the other nodes cannot be reached is for the application to know, which may try again", async () => {
  const { alice, bob } = await pair();
  service.intercept = () => ({ code: "backplane_unavailable" });
  const sent = alice.sendMessage("t", bob.peerId, 1);
  const refused = alice.subscribe("u").catch((error: unknown) => error);
  await pass();

  expect(await sent).toEqual({ code: "backplane_unavailable" });
  expect(await refused).toMatchObject({ code: "backplane_unavailable" });
  expect(service.callsOf("SendMessage")).toHaveLength(1);
});

test("a silent service is a lost connection", async () => {
  const client = await connected("t");
  await pass(60_000);
  expect(service.dialed).toHaveLength(1);
  service.isSilent = true;
  await pass(24_000 - 10_000);
  expect(client.state).toBe("connected");
  await pass(11_500);

  expect(service.dialed).toHaveLength(2);
});

test("the waits between attempts grow to 10 s", async () => {
  vi.spyOn(Math, "random").mockReturnValue(1);
  await connected("t");
  service.isDown = true;
  service.kill();
  await pass(45_000);

  const waits = service.dialed.map(({ at }, index) => at - (service.dialed[index - 1]?.at ?? at)).slice(2);
  expect(waits.map((ms) => Math.round(ms / 100) / 10)).toEqual([0.8, 1.1, 1.7, 2.5, 3.8, 5.7, 8.5, 10, 10]);
});

test.each(["online", "visibilitychange"])("%s ends a wait at once", async (type) => {
  const page = new EventTarget();
  const methods = {
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  };
  for (const [name, method] of Object.entries(methods)) vi.stubGlobal(name, method);
  vi.stubGlobal("document", { ...methods, visibilityState: "visible" });
  vi.spyOn(Math, "random").mockReturnValue(1);
  const client = await connected("t");
  service.isDown = true;
  service.kill();
  await pass(18_000);
  service.isDown = false;
  page.dispatchEvent(new Event(type));
  await pass(20);

  expect(client.state).toBe("connected");
});

test("the first connection is tried until it succeeds", async () => {
  service.isDown = true;
  const client = createHub({ topics: ["t"] });
  const started = client.start();
  await pass(20_000);
  expect(client.state).toBe("connecting");
  service.isDown = false;
  await pass(10_000);

  await expect(started).resolves.toBeUndefined();
  expect(service.dialed.at(-1)?.url.searchParams.get("topic")).toBe("t");
});

test("aborting ends the attempts with unreachable", async () => {
  service.isDown = true;
  const abort = new AbortController();
  const failed = createHub({ signal: abort.signal })
    .start()
    .catch((error: unknown) => error);
  await pass(3_000);
  abort.abort();
  await pass();
  const attempts = service.dialed.length;
  await pass(60_000);

  expect(await failed).toMatchObject({ code: "unreachable" });
  expect(service.dialed).toHaveLength(attempts);
});

test("closing says Bye, settles what is pending, and is safe twice", async () => {
  const { alice, bob } = await pair();
  const left = vi.fn();
  bob.on("peerleft", left);
  service.intercept = (method) => (method === "SendMessage" ? "lose" : undefined);
  const pending = alice.sendMessage("t", bob.peerId, 1);
  const closed = Promise.all([alice.close(), alice.close()]);
  await pass();
  await closed;

  expect((await pending).code).toBe("closed");
  expect(left).toHaveBeenCalledWith(expect.objectContaining({ reason: "left" }));
  expect((await alice.sendMessage("t", bob.peerId, 2)).code).toBe("closed");
  expect(service.callsOf("Bye")).toHaveLength(1);
  expect(service.connections).toBe(1);
});

test("closing while reconnecting ends everything", async () => {
  const client = await connected("t");
  service.isDown = true;
  service.kill();
  await pass(5_000);
  const pending = client.subscribe("u").catch((error: unknown) => error);
  await client.close();
  const attempts = service.dialed.length;
  service.isDown = false;
  await pass(60_000);

  expect(client.state).toBe("closed");
  expect(await pending).toMatchObject({ code: "closed" });
  expect(service.dialed).toHaveLength(attempts);
});

test("one event that makes no sense is counted and passed over", async () => {
  const { alice, bob, heard } = await pair();
  const reported = vi.spyOn(console, "error").mockImplementation(() => {});
  service.tell(bob.peerId, "Offer", "t", 42, "nonsense");
  await pass();
  service.kill(bob.peerId);
  await pass(0);
  void alice.sendMessage("t", bob.peerId, "after");
  await pass(2_000);

  expect(reported).toHaveBeenCalledOnce();
  expect(heard).toEqual(["after"]);
});
