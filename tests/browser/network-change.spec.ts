import { setTimeout } from "node:timers/promises";
import { expect, type Page } from "@playwright/test";
import { launchChromiumFor } from "./support/chromium.ts";
import { test } from "./support/fixtures.ts";
import { HomeNetwork } from "./support/home-network.ts";
import { joinSmall, linksUp, openLibrary } from "./support/library-page.ts";
import { Server } from "./support/server.ts";

for (const [what, change] of [
  ["is cut for five seconds", () => {}],
  [
    "is cut for five seconds and comes back with another address",
    (home: HomeNetwork) => home.changeAddress(),
  ],
] as const)
  test(`a call whose network ${what} goes on without a reload`, async () => {
    const home = await HomeNetwork.open();
    const server = await Server.start("src/RtcHub.Server", {}, home.outside);
    const browsers = [await home.launchChromium(server.url), await launchChromiumFor(server.url)];
    try {
      const pages = await Promise.all(browsers.map((browser) => openLibrary(browser, server.url)));
      await Promise.all(pages.map((page) => page.evaluate(joinSmall, "travel")));
      await expectCall(pages);
      await Promise.all(pages.map((page) => page.evaluate(countJoins)));

      home.cut();
      await setTimeout(5_000); // that long the cable is out, as the test's name says
      change(home);
      home.mend();

      const mended = Date.now();
      await expectCall(pages);
      console.log(`back after ${Date.now() - mended} ms`);
      expect(await Promise.all(pages.map((page) => page.evaluate(joins)))).toEqual([0, 0]);
    } finally {
      for (const browser of browsers) await browser.close();
      await server.kill();
      await home.close();
    }
  });

/** Each end gets an answer from the other: that a link says it is up proves nothing just after the cable was pulled. */
async function expectCall(pages: Page[]): Promise<void> {
  await expect
    .poll(() => Promise.all(pages.map((page) => page.evaluate(getsAnswer))), { timeout: 40_000 })
    .toEqual([true, true]);
  expect(await Promise.all(pages.map((page) => page.evaluate(linksUp)))).toEqual([1, 1]);
}

async function getsAnswer(): Promise<boolean> {
  window.room.onRequest("are you there", () => true);
  const [peer] = window.room.peers.values();
  return (await peer?.request("are you there", null, { timeoutMs: 1_000 }).catch(() => false)) === true;
}

function countJoins(): void {
  Object.assign(window, { joins: 0 });
  window.room.on("peerjoined", () => {
    (window as unknown as { joins: number }).joins++;
  });
}

function joins(): number {
  return (window as unknown as { joins: number }).joins;
}
