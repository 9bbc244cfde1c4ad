import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type Browser, expect, type Page } from "@playwright/test";
import { keepSecret } from "./support/canary.ts";
import { test as base } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";
import { hasOpenChannel } from "./support/probe.ts";
import { Bot, buildSamples, SamplePages } from "./support/samples.ts";

const test = base.extend<{ samples: SamplePages }>({
  samples: async ({ server }, use) => {
    const pages = await SamplePages.serve(server);
    await use(pages);
    await pages.kill();
  },
});

// A server, a browser and another program for each: on a busy machine their start alone takes long.
test.describe.configure({ timeout: 120_000 });
test.beforeAll(buildSamples);

/** Two people with a sample open, in a topic of their own. */
async function open(browser: Browser, samples: SamplePages, sample: string): Promise<[Person, Person]> {
  const url = (name: string) => `${samples.url}/${sample}/?topic=sample&name=${name}`;
  return [await Person.open(browser, url("Ada"), "Ada"), await Person.open(browser, url("Bob"), "Bob")];
}

/** Passes when a video on the page moves. */
async function seesVideo(page: Page, count = 1): Promise<void> {
  await expect(page.locator("video")).toHaveCount(count);
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll("video")].every(
        (video) => video.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > 5,
      ),
    null,
    { timeout: 30_000 },
  );
}

async function say({ page }: Person, text: string): Promise<void> {
  keepSecret(text);
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

test("the list of samples leads to every page", async ({ samples, chromium }) => {
  const page = await chromium.newPage();
  await page.goto(samples.url);
  const links = await page
    .getByRole("link")
    .evaluateAll((all: HTMLAnchorElement[]) => all.map(({ href }) => href));
  expect(links).toHaveLength(6);
  for (const link of links) expect((await page.goto(link))?.ok(), link).toBe(true);
});

test("ChatOnly: two people write to each other, and who leaves is gone", async ({ samples, chromium }) => {
  const [ada, bob] = await open(chromium, samples, "ChatOnly");
  await expect(ada.page.locator("#names")).toHaveText("Bob");
  await expect.poll(() => ada.page.evaluate(hasOpenChannel)).toBe(true);
  await say(ada, "Hello Bob");
  await expect(bob.chat).toContainText("Ada: Hello Bob");
  await expect(ada.chat).toHaveText("Me: Hello Bob");

  await bob.page.close();
  await expect(ada.page.locator("#names")).toHaveText("nobody else");
});

test("FilesDrop: a file arrives as it was", async ({ samples, chromium }, info) => {
  const [ada, bob] = await open(chromium, samples, "FilesDrop");
  await expect.poll(() => ada.page.evaluate(hasOpenChannel)).toBe(true);
  const path = info.outputPath("letter.bin");
  writeFileSync(path, Buffer.alloc(3_000_000, "a letter "));
  await ada.page.getByLabel("Drop files here").setInputFiles(path);

  await expect(ada.page.locator("#files")).toContainText("done");
  const download = bob.page.waitForEvent("download");
  await bob.page.getByRole("link", { name: "save" }).click();
  expect(readFileSync(await (await download).path())).toEqual(readFileSync(path));
});

test("Broadcast: one shows the camera and the screen, the other watches", async ({ samples, chromium }) => {
  const [ada, bob] = await open(chromium, samples, "Broadcast");
  await expect(ada.page.locator("#count")).toHaveText("1");
  await ada.button("Show my camera").click();
  await seesVideo(bob.page);
  await ada.button("Show my screen").click();
  await seesVideo(bob.page, 2);
  await expect(ada.page.locator("video")).toHaveCount(0);

  await ada.page.close();
  await expect(bob.page.locator("video")).toHaveCount(0);
});

test("React: two people see each other, and who leaves is gone", async ({ samples, chromium }) => {
  const [ada, bob] = await open(chromium, samples, "React");
  await ada.seesMoving("Bob");
  await bob.seesMoving("Ada");
  await expect(ada.status).toHaveText("connected, 1 others");
  await expect(ada.page.getByText("Bob: connected")).toBeVisible();

  await bob.button("Leave").click();
  await expect(ada.videoOf("Bob")).toHaveCount(0);
  await bob.button("Join").click();
  await expect(bob.status).toHaveText("connected, 0 others");
});

test("SimplePeer: two pages see each other and write to each other", async ({ samples, chromium }) => {
  const [ada, bob] = await open(chromium, samples, "SimplePeer");
  await seesVideo(ada.page);
  await seesVideo(bob.page);
  await say(ada, "Carried by simple-peer");
  await expect(bob.chat).toContainText("Them: Carried by simple-peer");
  await say(bob, "And back");
  await expect(ada.chat).toContainText("Them: And back");

  await bob.page.close();
  await expect(ada.page.locator("video")).toHaveCount(0);
});

test("BringYourOwnPeerConnection: two pages see each other", async ({ samples, chromium }) => {
  const [ada, bob] = await open(chromium, samples, "BringYourOwnPeerConnection");
  await seesVideo(ada.page);
  await seesVideo(bob.page);
  await ada.decodesVideos(1);

  await bob.page.close();
  await expect(ada.page.locator("video")).toHaveCount(0);
});

for (const webrtc of ["./node-datachannel.mjs", "@roamhq/wrtc"]) {
  test(`NodeBot with ${webrtc}: it chats with the page and leaves`, async ({ server, chromium }, info) => {
    const folder = info.outputPath("bot");
    mkdirSync(folder, { recursive: true });
    const bot = await Bot.join(server, "tea", folder, webrtc);
    const ada = await Person.open(chromium, server.url, "Ada");
    await ada.join("tea");

    await expect(ada.chat).toContainText("Hello Ada");
    await ada.say("Is anybody there?");
    await expect(ada.chat).toContainText("You said: Is anybody there?");

    expect(await bot.leave()).toBe(0);
    await expect(ada.status).toContainText(/waiting/i);
  });

  test(`NodeBot with ${webrtc}: it answers requests and takes files`, async ({ server, chromium }, info) => {
    const folder = info.outputPath("bot");
    mkdirSync(folder, { recursive: true });
    const bot = await Bot.join(server, "work", folder, webrtc);
    const page = await chromium.newPage();
    await page.goto(server.url);

    const { time, heard } = await page.evaluate(askBot, `${server.url}/rtchub.js`);

    expect(new Date(time).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(heard).toEqual(["Hello stranger", "I have letter.bin, 3000000 bytes"]);
    expect(readFileSync(`${folder}/letter.bin`)).toEqual(Buffer.alloc(3_000_000, 7));
    expect(await bot.leave()).toBe(0);
  });
}

/** What the bot says to somebody without a name, who asks it for the time and gives it a file. Runs in the page. */
async function askBot(library: string): Promise<{ time: string; heard: string[] }> {
  const { join } = (await import(library)) as typeof import("../../client/rtchub/src/index.ts");
  const room = await join("work", { url: "/rtc" });
  const heard: string[] = [];
  let handleHeard = () => {};
  room.on("data", (_, data) => {
    heard.push((data as { text: string }).text);
    handleHeard();
  });
  const hear = (count: number) =>
    new Promise<void>((resolve) => {
      handleHeard = () => heard.length >= count && resolve();
      handleHeard();
    });
  await hear(1);
  const [bot] = [...room.peers.values()];
  if (!bot) throw new Error("the bot is gone");
  const time = String(await bot.request("time"));
  await bot.sendFile(new Blob([new Uint8Array(3_000_000).fill(7)]), { name: "letter.bin" }).done;
  await hear(2);
  await room.leave();
  return { time, heard };
}
