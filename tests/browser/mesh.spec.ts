import { expect, type Page } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { joinSmall, linksUp, openLibrary, sayHello } from "./support/library-page.ts";

const people = 8;

test.setTimeout(180_000);

test("eight people are a full mesh of 28 links, and again after a restart of the server and two cut links", async ({
  server,
  chromium,
}) => {
  const pages = await Promise.all(Array.from({ length: people }, () => openLibrary(chromium, server.url)));
  const begun = Date.now();
  await Promise.all(pages.map((page) => page.evaluate(joinSmall, "mesh")));
  await expectFullMesh(pages, 45_000);
  console.log(`28 links after ${Date.now() - begun} ms`);

  await server.kill();
  const [ada, bob] = pages as [Page, Page];
  await ada.evaluate(cutFirstLink);
  await bob.evaluate(cutLastLink);
  const cut = Date.now();
  await server.start();
  await expectFullMesh(pages, 30_000);
  console.log(`28 links again after ${Date.now() - cut} ms`);
  for (const page of pages) expect(await page.evaluate(sayHello)).toBe(people - 1);
});

/** Everyone has a link to everyone, by their own word and by everyone else's. */
async function expectFullMesh(pages: Page[], timeout: number): Promise<void> {
  const counts = () => Promise.all(pages.map((page) => page.evaluate(linksUp)));
  await expect.poll(counts, { timeout }).toEqual(pages.map(() => people - 1));
  const rows = () => Promise.all(pages.map((page) => page.evaluate(connectedByMesh)));
  await expect.poll(rows, { timeout }).toEqual(pages.map(() => people * (people - 1)));
}

function connectedByMesh(): number {
  const states = [...window.room.mesh.values()].flatMap((row) => [...row.values()]);
  return states.filter((state) => state === "connected").length;
}

function cutFirstLink(): void {
  window.room.simulate("ice-failure", [...window.room.peers.values()].at(0));
}

function cutLastLink(): void {
  window.room.simulate("ice-failure", [...window.room.peers.values()].at(-1));
}
