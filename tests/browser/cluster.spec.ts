import { type Browser, expect } from "@playwright/test";
import { callHistory, watchCall } from "./support/call-watch.ts";
import type { Cluster } from "./support/cluster.ts";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";
import { connectionStates, countPeerConnections, hasPeerConnection } from "./support/probe.ts";

/**
 * How long a video may stand still: a link that breaks is noticed after five seconds and made anew after that, while two cores
 * that encode, decode and start servers may stutter.
 */
const STANDSTILL_MS = 5_000;

test.beforeEach(() => {
  test.setTimeout(300_000);
});

test("two people on different nodes see each other move and write to each other", async ({
  cluster,
  chromium,
  otherChromium,
}) => {
  const ada = await Person.open(chromium, cluster.nodeUrl(1), "Ada");
  const bob = await Person.open(otherChromium, cluster.nodeUrl(2), "Bob");
  await meet([ada, bob]);

  await ada.say("Hello from the first node");
  await expect(bob.chat).toContainText("Hello from the first node");
  await bob.say("Hello from the second");
  await expect(ada.chat).toContainText("Hello from the second");
  await ada.button("Mute microphone").click();
  await bob.seesMuted("Ada");
});

test("four people talk on while every node is restarted, one after the other", async ({
  cluster,
  // Small pictures: what is to stand still is the service, not the machine.
  chromiumBeforeTeal,
  chromiumBeforeCoral,
}) => {
  const people: Person[] = [];
  for (const [name, browser] of [
    ["Ada", chromiumBeforeTeal],
    ["Bob", chromiumBeforeCoral],
    ["Cem", chromiumBeforeTeal],
    ["Dua", chromiumBeforeCoral],
  ] as const)
    people.push(await Person.open(browser, cluster.url, name));
  await meet(people);
  for (const { page } of people) await page.evaluate(watchCall);

  for (const node of [1, 2, 3]) {
    const begunAt = Date.now();
    await cluster.restartNode(node);
    note(`restart of node ${node}`, `${Date.now() - begunAt} ms`);
  }

  await expectUnbroken(people);
  for (const person of people)
    for (const text of (await person.page.evaluate(callHistory)).statuses)
      expect(text, `what ${person.name} was told`).not.toMatch(/reconnecting/i);
  await expectSignaling(people);
});

test("a call goes on when the node of one of two is killed, and within ten seconds both are back", async ({
  cluster,
  chromium,
  otherChromium,
}) => {
  const ada = await openOnNode(cluster, 1, chromium, "Ada");
  const bob = await openOnNode(cluster, 2, otherChromium, "Bob");
  const people = [ada, bob];
  await meet(people);
  for (const { page } of people) await page.evaluate(watchCall);

  cluster.killNode(1);
  const killedAt = Date.now();
  await expect(ada.status).toContainText(/reconnecting/i);
  for (const { status } of people) await expect(status).toContainText(/in a call/i);
  await expectSignaling(people);
  const outage = Date.now() - killedAt;
  note("both back after", `${outage} ms`);
  expect(outage, "from the kill until both are back, in milliseconds").toBeLessThan(10_000);

  await expectUnbroken(people);
});

for (const [whose, node] of [
  ["who was there", 1],
  ["who comes", 2],
] as const)
  test(`a call that is being set up when the node of ${whose} is killed is up within ten seconds`, async ({
    cluster,
    chromium,
    otherChromium,
  }) => {
    const ada = await openOnNode(cluster, 1, chromium, "Ada");
    const bob = await openOnNode(cluster, 2, otherChromium, "Bob");
    const people = [ada, bob];
    await ada.join("tea");
    const joined = bob.join("tea");
    await bob.page.waitForFunction(hasPeerConnection);
    cluster.killNode(node);
    const killedAt = Date.now();
    note("when it was killed", (await bob.page.evaluate(connectionStates)).join());

    await joined;
    await ada.seesMoving("Bob");
    await bob.seesMoving("Ada");
    await expectSignaling(people);
    const outage = Date.now() - killedAt;
    note("up after", `${outage} ms`);
    expect(outage, "from the kill until the call is up, in milliseconds").toBeLessThan(10_000);
  });

/** All join a topic, and see each other. */
async function meet(people: Person[]): Promise<void> {
  for (const person of people) await person.join("tea");
  for (const person of people) {
    for (const { name } of people) if (name !== person.name) await person.seesMoving(name);
    await person.decodesVideos(people.length - 1);
  }
}

/** Since `watchCall` every video moved on, over the same connections, and nobody seemed to leave. */
async function expectUnbroken(people: Person[]): Promise<void> {
  for (const { name, page, chat } of people) {
    const { longestStandstill, fewestVideos, samples, connectionsBefore } = await page.evaluate(callHistory);
    note("connections to begin with", `${name}: ${connectionsBefore}`);
    note("longest standstill", `${name}: ${Math.round(longestStandstill)} ms, ${samples} samples`);
    expect.soft(longestStandstill, `how long ${name} saw a still picture`).toBeLessThan(STANDSTILL_MS);
    expect(fewestVideos, `${name}'s videos`).toBe(people.length - 1);
    expect(await page.evaluate(countPeerConnections), "no link was made anew").toBe(connectionsBefore);
    await expect(chat).not.toContainText(/left|lost the connection/);
  }
}

/** Puts a figure into the report. */
function note(type: string, description: string): void {
  test.info().annotations.push({ type, description });
}

/** Each mutes, and all the others are shown it by the service. */
async function expectSignaling(people: Person[]): Promise<void> {
  for (const person of people) await person.button("Mute microphone").click();
  for (const person of people)
    for (const { name } of people) if (name !== person.name) await person.seesMuted(name);
}

/** A page from HAProxy whose first connection goes to that node, which its policy would not let it, and later ones to any. */
async function openOnNode(cluster: Cluster, node: number, browser: Browser, name: string): Promise<Person> {
  const person = await Person.open(browser, cluster.url, name, { bypassCSP: true });
  await person.page.evaluate(
    (host) => {
      const Original = window.WebSocket;
      window.WebSocket = class extends Original {
        constructor(url: string | URL) {
          super(String(url).replace(location.host, host));
          window.WebSocket = Original;
        }
      };
    },
    new URL(cluster.nodeUrl(node)).host,
  );
  return person;
}
