import { expect } from "@playwright/test";
import { launchFirefox } from "./support/firefox.ts";
import { test } from "./support/fixtures.ts";
import { chosenPaths, countLocalCandidates, iceErrors, keepIceErrors } from "./support/ice-probe.ts";
import { Person } from "./support/person.ts";
import { connectionStates, keepPeerConnections, receivedMedia } from "./support/probe.ts";
import { Server } from "./support/server.ts";

for (const transport of ["udp", "tcp"] as const)
  test(`peers of a relay-only topic see each other through TURN over ${transport} alone`, async ({
    coturn,
    chromium,
  }) => {
    const server = await Server.start("src/RtcHub.Server", coturn.settings(transport));
    try {
      const ada = await Person.open(chromium, server.url, "Ada");
      const bob = await Person.open(chromium, server.url, "Bob");
      await ada.join("clinic");
      await bob.join("clinic");

      await ada.seesMoving("Bob");
      await bob.seesMoving("Ada");
      const path = { local: "relay", remote: "relay", relayProtocol: transport };
      expect(await ada.page.evaluate(chosenPaths)).toEqual([path]);
      expect(await bob.page.evaluate(chosenPaths)).toEqual([path]);
    } finally {
      await server.kill();
    }
  });

test("Chromium and Firefox see each other through TURN alone", async ({ coturn, chromium }) => {
  const server = await Server.start("src/RtcHub.Server", coturn.settings("udp"));
  const firefox = await launchFirefox();
  try {
    const ada = await Person.open(chromium, server.url, "Ada");
    await ada.join("clinic");
    const bob = await firefox.newPage();
    await bob.evaluateOnNewDocument(keepPeerConnections);
    await bob.goto(`${server.url}/?topic=clinic`);
    await bob.locator("::-p-aria([name='Your name'][role='textbox'])").fill("Bob");
    await bob.locator("::-p-aria([name='Join'][role='button'])").click();

    await ada.seesMoving("Bob");
    await expect
      .poll(async () => (await bob.evaluate(receivedMedia)).frames[0], { message: "Ada moves for Bob" })
      .toBeGreaterThan(0);
    for (const paths of [await ada.page.evaluate(chosenPaths), await bob.evaluate(chosenPaths)])
      expect(paths).toMatchObject([{ local: "relay", remote: "relay" }]);
  } finally {
    await firefox.close();
    await server.kill();
  }
});

test("without a credential that the TURN server accepts there is no call", async ({ coturn, chromium }) => {
  const server = await Server.start(
    "src/RtcHub.Server",
    coturn.settings("udp", "a-secret-that-coturn-has-not"),
  );
  try {
    const people = [
      await Person.open(chromium, server.url, "Ada"),
      await Person.open(chromium, server.url, "Bob"),
    ];
    for (const person of people) {
      await person.page.evaluate(keepIceErrors);
      await person.join("clinic");
    }

    for (const { page } of people) {
      await expect.poll(() => page.evaluate(iceErrors)).toContain(401);
      await expect.poll(() => page.evaluate(countLocalCandidates)).toBe(0);
      expect(await page.evaluate(connectionStates)).not.toContain("connected");
    }
  } finally {
    await server.kill();
  }
});
