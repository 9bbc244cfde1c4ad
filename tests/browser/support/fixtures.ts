import { type Browser, test as base } from "@playwright/test";
import { launchChromium, launchChromiumWithoutDevices } from "./chromium.ts";
import { Server } from "./server.ts";

/** A server and browsers for each test that asks for them. */
export const test = base.extend<{
  server: Server;
  chromium: Browser;
  otherChromium: Browser;
  chromiumWithoutDevices: Browser;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.kill();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  chromium: async ({}, use) => closing(await launchChromium(), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  otherChromium: async ({}, use) => closing(await launchChromium(), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  chromiumWithoutDevices: async ({}, use) => closing(await launchChromiumWithoutDevices(), use),
});

async function closing(browser: Browser, use: (browser: Browser) => Promise<void>): Promise<void> {
  await use(browser);
  await browser.close();
}
