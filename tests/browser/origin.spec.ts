import { expect } from "@playwright/test";
import { test as base } from "./support/fixtures.ts";
import { OtherPage, opensWebSocket } from "./support/other-page.ts";
import { Server } from "./support/server.ts";

const test = base.extend<{ otherPage: OtherPage }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  otherPage: async ({}, use) => {
    const page = await OtherPage.serve();
    await use(page);
    page.close();
  },
});

test("a page of another origin cannot connect, and the service's own can", async ({
  server,
  chromium,
  otherPage,
}) => {
  const own = await chromium.newPage();
  await own.goto(server.url);
  const other = await otherPage.open(chromium);

  expect(await own.evaluate(opensWebSocket, hubOf(server))).toBe(true);
  expect(await other.evaluate(opensWebSocket, hubOf(server))).toBe(false);
});

test("a page of another origin can connect when the service lists it", async ({ chromium, otherPage }) => {
  const server = await Server.start("src/RtcHub.Server", { RtcHub__AllowedOrigins__0: otherPage.origin });
  const other = await otherPage.open(chromium);

  expect(await other.evaluate(opensWebSocket, hubOf(server))).toBe(true);
  await server.kill();
});

function hubOf(server: Server): string {
  return `${server.url.replace("http", "ws")}/rtc`;
}
