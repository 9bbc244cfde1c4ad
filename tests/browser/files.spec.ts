import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";
import { describeBare, openBare, receiveBare, sendBare } from "./support/bare-channel-scripts.ts";
import { FilePage } from "./support/file-page.ts";
import {
  acceptNext,
  breakConnection,
  hashesOfArrived,
  makeFile,
  progress,
  seededBlock,
  sendFile,
} from "./support/file-scripts.ts";
import { test as base } from "./support/fixtures.ts";

/** Set it to see that the memory does not grow with the file: `RTCHUB_FILE_MB=1000`. */
const megabytes = Number(process.env.RTCHUB_FILE_MB ?? 100);
const rounds = 3;

const test = base.extend<{ ada: FilePage; bob: FilePage }>({
  ada: async ({ server }, use) => {
    const page = await FilePage.open(server.url);
    await use(page);
    await page.close();
  },
  bob: async ({ server }, use) => {
    const page = await FilePage.open(server.url);
    await use(page);
    await page.close();
  },
});

test.setTimeout(60_000 + 2_000 * megabytes);

for (const to of ["disk", "blob"] as const)
  test(`a file of ${megabytes} MB arrives on a ${to} as it was, and the pages' memory does not grow with it`, async ({
    ada,
    bob,
  }) => {
    await meet(ada, bob);
    await ada.page.evaluate(makeFile, megabytes);
    const watches = [await ada.watchMemory(), await bob.watchMemory()];

    await bob.page.evaluate(acceptNext, to);
    await ada.page.evaluate(sendFile);
    const growth = await Promise.all(watches.map((watch) => watch.stop()));
    keepFigures(`memory-${to}-${megabytes}`, { sender: growth[0], receiver: growth[1] });

    expect(await bob.page.evaluate(hashesOfArrived)).toEqual(expectedHashes());
    for (const { peak, after } of growth) {
      expect(peak).toBeLessThan(64);
      expect(after).toBeLessThan(64);
    }
  });

test("a file whose connection ends halfway goes on over the next one, and arrives as it was", async ({
  ada,
  bob,
}) => {
  await meet(ada, bob);
  await ada.page.evaluate(makeFile, megabytes);
  await bob.page.evaluate(acceptNext, "disk" as const);
  const sent = ada.page.evaluate(sendFile);
  await expect
    .poll(async () => (await bob.page.evaluate(progress)).bytes, {
      intervals: [20],
      timeout: 1_000 * megabytes,
    })
    .toBeGreaterThan((megabytes / 4) * 2 ** 20);
  await ada.page.evaluate(breakConnection);
  await sent;

  expect((await bob.page.evaluate(progress)).states).toEqual([
    "transferring",
    "interrupted",
    "transferring",
    "done",
  ]);
  expect(await bob.page.evaluate(hashesOfArrived)).toEqual(expectedHashes());
});

// No figure is demanded: what a machine can do is its own affair. The ratio is for whoever changes how files are sent.
test("how fast files are, beside a bare data channel", async ({ ada, bob }) => {
  await meet(ada, bob);
  const offer = await ada.page.evaluate(describeBare, null);
  await ada.page.evaluate(openBare, await bob.page.evaluate(describeBare, offer));
  const size = Math.ceil(megabytes / 4);
  await ada.page.evaluate(makeFile, size);
  const ms = { bare: [] as number[], disk: [] as number[], blob: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    await bob.page.evaluate(receiveBare, size * 2 ** 20);
    ms.bare.push(await ada.page.evaluate(sendBare, size * 2 ** 20));
    for (const to of ["disk", "blob"] as const) {
      await bob.page.evaluate(acceptNext, to);
      ms[to].push(await ada.page.evaluate(sendFile));
    }
  }
  const rate = (all: number[]) =>
    (size * 2 ** 20) / 1_000 / ([...all].sort((a, b) => a - b)[rounds >> 1] ?? 0);
  const [bare, disk, blob] = [rate(ms.bare), rate(ms.disk), rate(ms.blob)];
  keepFigures(`speed-${size}`, {
    MBps: { bare, disk, blob },
    ratio: { disk: disk / bare, blob: blob / bare },
    ms,
  });
});

async function meet(...pages: FilePage[]): Promise<void> {
  await Promise.all(pages.map((page) => page.join("paper planes")));
}

/** As `hashesOfArrived` makes them. */
function expectedHashes(): string[] {
  const hashes: string[] = [];
  for (let index = 0; index < megabytes; index += 8) {
    const hash = createHash("sha256");
    for (let i = index; i < Math.min(index + 8, megabytes); i++) hash.update(seededBlock(i));
    hashes.push(hash.digest("hex"));
  }
  return hashes;
}

function keepFigures(name: string, figures: object): void {
  const text = JSON.stringify(figures);
  console.log(`${name}: ${text}`);
  const folder = fileURLToPath(new URL("../../artifacts/results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}files-${name}.json`, text);
}
