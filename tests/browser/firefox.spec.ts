import { expect } from "@playwright/test";
import { launchFirefox, seesMoving } from "./support/firefox.ts";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";
import { keepPeerConnections } from "./support/probe.ts";

test("Chromium and Firefox see each other move and write to each other", async ({ server, chromium }) => {
  const firefox = await launchFirefox();
  try {
    const ada = await Person.open(chromium, server.url, "Ada");
    await ada.join("tea");

    const bob = await firefox.newPage();
    await bob.evaluateOnNewDocument(keepPeerConnections);
    await bob.goto(`${server.url}/?topic=tea`);
    await bob.locator("::-p-aria([name='Your name'][role='textbox'])").fill("Bob");
    await bob.locator("::-p-aria([name='Join'][role='button'])").click();

    await ada.seesMoving("Bob");
    await ada.decodesVideos(1);
    await seesMoving(bob, "Ada");

    await ada.say("Hello Firefox");
    await bob.waitForFunction(() =>
      document.querySelector("[role=log]")?.textContent?.includes("Hello Firefox"),
    );
    await bob.locator("::-p-aria([name='Message'][role='textbox'])").fill("Hello Chromium");
    await bob.locator("::-p-aria([name='Send'][role='button'])").click();
    await expect(ada.chat).toContainText("Hello Chromium");
  } finally {
    await firefox.close();
  }
});
