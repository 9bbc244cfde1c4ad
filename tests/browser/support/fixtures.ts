import { type Browser, test as base } from "@playwright/test";
import {
  launchChromium,
  launchChromiumBefore,
  launchChromiumTalking,
  launchChromiumWithoutDevices,
} from "./chromium.ts";
import { Cluster } from "./cluster.ts";
import { Coturn } from "./coturn.ts";
import { ManagedServer } from "./managed-server.ts";
import { Server } from "./server.ts";

/** A server and browsers for each test that asks for them. */
export const test = base.extend<{
  server: Server;
  /** A server whose topics hold one peer. */
  fullServer: Server;
  smallestHost: Server;
  /** A server whose management port is known. */
  managed: ManagedServer;
  /** Three servers, Redis and HAProxy. */
  cluster: Cluster;
  coturn: Coturn;
  chromium: Browser;
  otherChromium: Browser;
  chromiumTalking: Browser;
  chromiumBeforeTeal: Browser;
  chromiumBeforeCoral: Browser;
  chromiumWithoutDevices: Browser;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  server: async ({}, use) => killing(await Server.start(), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  fullServer: async ({}, use) =>
    killing(await Server.start("src/RtcHub.Server", { RtcHub__MaxPeersPerTopic: "1" }), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  smallestHost: async ({}, use) => killing(await Server.start("samples/SmallestHost"), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  managed: async ({}, use) => killing(await ManagedServer.start(), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  cluster: async ({}, use, info) => killing(await Cluster.start(info.outputPath("cluster")), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  coturn: async ({}, use) => killing(await Coturn.start(), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  chromium: async ({}, use) => closing(await launchChromium(), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  otherChromium: async ({}, use) => closing(await launchChromium(), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  chromiumTalking: async ({}, use) => closing(await launchChromiumTalking(), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  chromiumBeforeTeal: async ({}, use) => closing(await launchChromiumBefore("teal"), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  chromiumBeforeCoral: async ({}, use) => closing(await launchChromiumBefore("coral"), use),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  chromiumWithoutDevices: async ({}, use) => closing(await launchChromiumWithoutDevices(), use),
});

async function killing<Process extends { kill(): Promise<void> | void }>(
  process: Process,
  use: (process: Process) => Promise<void>,
): Promise<void> {
  await use(process);
  await process.kill();
}

async function closing(browser: Browser, use: (browser: Browser) => Promise<void>): Promise<void> {
  await use(browser);
  await browser.close();
}
