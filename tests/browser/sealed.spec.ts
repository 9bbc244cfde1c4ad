import { type Browser, expect } from "@playwright/test";
import type { Page as FirefoxPage } from "puppeteer-core";
import { launchFirefox, seesMoving } from "./support/firefox.ts";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";
import { connectionStates, keepPeerConnections } from "./support/probe.ts";
import { type HubMessage, WireTap } from "./support/wire-tap.ts";

const refused = "not sealed with this link’s key";

test("a sealed call passes nothing readable through the service, and its secret leaves the page nowhere", async ({
  server,
  chromium,
  otherChromium,
}) => {
  const ada = await openTapped(chromium, "Ada Lovelace");
  const requested: string[] = [];
  ada.page.on("request", (request) => requested.push(request.url()));
  const link = await startSealed(ada, server.url);
  const bob = await openTapped(otherChromium, "Bob Burns");
  await bob.page.goto(link);
  await bob.enter();

  await ada.seesMoving("Bob Burns");
  await bob.seesMoving("Ada Lovelace");
  await ada.say("the treasure is under the oak");
  await expect(bob.chat).toContainText("the treasure is under the oak");
  await bob.button("Mute microphone").click();
  await ada.seesMuted("Bob Burns");
  await expect(ada.page.getByRole("heading", { name: "Sealed call" })).toBeVisible();

  const secret = new URL(link).hash.slice(1);
  const passed = JSON.stringify([ada.tap.urls, ada.tap.messages, bob.tap.urls, bob.tap.messages]);
  expect(secret).toMatch(/^[\w-]{43}$/);
  for (const readable of [
    secret,
    "Lovelace",
    "Burns",
    "treasure",
    "microphone",
    "v=0",
    "candidate:",
    "linkId",
  ])
    expect(passed, readable).not.toContain(readable);
  const signals = [...ada.tap.messages, ...bob.tap.messages].filter(({ target }) =>
    target?.startsWith("Send"),
  );
  expect(signals.length).toBeGreaterThan(3);
  for (const signal of signals) expect(signal.arguments?.[2]).toEqual({ sealed: expect.any(String) });
  const kept = await ada.page.evaluate(() => JSON.stringify([document.title, localStorage, sessionStorage]));
  expect([...requested, kept].join()).not.toContain(secret);
});

test("a sealed link survives a reload and leads from one call to another", async ({ server, chromium }) => {
  const ada = await openTapped(chromium, "Ada");
  const link = await startSealed(ada, server.url);
  await ada.page.reload();
  await expect(ada.page.getByRole("heading", { name: "Sealed call" })).toBeVisible();
  await ada.enter();
  expect(ada.page.url()).toBe(link);

  const bob = await openTapped(chromium, "Bob");
  const other = await startSealed(bob, server.url);
  await ada.page.evaluate((pasted) => location.assign(pasted), other);
  await ada.enter();
  await ada.seesMoving("Bob");

  await ada.page.evaluate(() => location.assign("#cut-short"));
  await ada.button("Join").click();
  await expect(ada.page.getByRole("alert")).toContainText("link is not complete");
});

test("Chromium and Firefox are in a sealed call and see the same safety code", async ({
  server,
  chromium,
}) => {
  const firefox = await launchFirefox();
  try {
    const ada = await openTapped(chromium, "Ada");
    const link = await startSealed(ada, server.url);
    const bob = await firefox.newPage();
    await bob.evaluateOnNewDocument(keepPeerConnections);
    await bob.goto(link);
    await bob.locator("::-p-aria([name='Your name'][role='textbox'])").fill("Bob");
    await bob.locator("::-p-aria([name='Join'][role='button'])").click();

    await ada.seesMoving("Bob");
    await seesMoving(bob, "Ada");
    await ada.say("Hello Firefox");
    await bob.waitForFunction(() =>
      document.querySelector("[role=log]")?.textContent?.includes("Hello Firefox"),
    );
    expect(await safetyCodeInFirefox(bob)).toEqual(await ada.safetyCodeWith("Bob"));
  } finally {
    await firefox.close();
  }
});

test("descriptions that the service changes or swaps are refused on both sides, and there is no call", async ({
  server,
  chromium,
}) => {
  const forgeries: { [name: string]: (sealed: string, earlier: string) => string } = {
    changed: (sealed) => `${sealed.slice(0, 100)}${sealed[100] === "A" ? "B" : "A"}${sealed.slice(101)}`,
    swapped: (_, earlier) => earlier,
  };
  for (const forge of Object.values(forgeries)) {
    const ada = await openTapped(chromium, "Ada");
    const bob = await openTapped(chromium, "Bob");
    let earlier = "";
    const change = ({ target, arguments: args = [] }: HubMessage) => {
      const payload = args[2] as { sealed: string } | undefined;
      if (!payload?.sealed) return;
      if (target === "Offer") payload.sealed = forge(payload.sealed, earlier);
      else if (target === "SendCandidate") earlier = payload.sealed;
    };
    ada.tap.change = change;
    bob.tap.change = change;
    const link = await startSealed(ada, server.url);
    await bob.page.goto(link);
    await bob.enter();

    await expect(bob.chat).toContainText(refused);
    await expect(ada.chat).toContainText(refused);
    for (const person of [ada, bob])
      expect(await person.page.evaluate(connectionStates)).not.toContain("connected");
    await ada.page.context().close();
    await bob.page.context().close();
  }
});

test("an offer that the service puts in unsealed is refused, and the call goes on with the right one", async ({
  server,
  chromium,
}) => {
  const ada = await openTapped(chromium, "Ada");
  const bob = await openTapped(chromium, "Bob");
  const mallory = await Person.open(chromium, server.url, "Mallory");
  const sdp = await mallory.page.evaluate(async () => {
    const connection = new RTCPeerConnection();
    connection.createDataChannel("rtchub", { negotiated: true, id: 0 });
    await connection.setLocalDescription();
    return connection.localDescription?.sdp;
  });
  bob.tap.change = ({ target, arguments: [topic, from] = [] }) => {
    const offer = { type: "offer", sdp, isNewLink: true, linkId: "forged", negotiationId: "forged" };
    if (target === "Offer") bob.tap.tellPage("Offer", topic, from, offer);
  };
  const link = await startSealed(ada, server.url);
  await bob.page.goto(link);
  await bob.enter();

  await expect(bob.chat).toContainText(refused);
  await bob.seesMoving("Ada");
  expect(await mallory.page.evaluate(connectionStates)).toEqual(["new"]);
});

async function openTapped(browser: Browser, name: string): Promise<Person & { tap: WireTap }> {
  const person = await Person.open(browser, "about:blank", name);
  return Object.assign(person, { tap: await WireTap.on(person.page) });
}

/** Resolves with the link to the call. */
async function startSealed(person: Person, url: string): Promise<string> {
  await person.page.goto(url);
  await person.button("make a sealed call").click();
  await person.enter();
  return person.page.url();
}

async function safetyCodeInFirefox(page: FirefoxPage): Promise<string[]> {
  await page.locator("::-p-aria([name='Safety code with Ada'][role='button'])").click();
  await page.waitForFunction(() => document.querySelectorAll("dialog li").length === 8);
  return page.$$eval("dialog li", (items) => items.map((item) => item.textContent ?? ""));
}
