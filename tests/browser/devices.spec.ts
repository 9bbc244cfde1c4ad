import { type Browser, expect, type Page } from "@playwright/test";
import { launchChromiumWithCameras } from "./support/chromium.ts";
import { test as base } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";
import { countPeerConnections } from "./support/probe.ts";

const test = base.extend<{ manyCameras: Browser }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  manyCameras: async ({}, use) => {
    const browser = await launchChromiumWithCameras();
    await use(browser);
    await browser.close();
  },
});

test("another camera is taken in the same call, shown as chosen, and remembered", async ({
  server,
  chromium,
  manyCameras,
}) => {
  const ada = await Person.open(manyCameras, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("cameras");
  await bob.join("cameras");
  await bob.seesMoving("Ada");
  const connections = await bob.page.evaluate(countPeerConnections);
  const before = await sentCamera(ada.page);

  await ada.button("Choose a camera").click();
  const cameras = ada.page.getByRole("radio");
  await expect(cameras).toHaveCount(3);
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("ArrowUp");
  await expect(cameras.last()).toBeChecked();

  await expect.poll(() => sentCamera(ada.page)).not.toBe(before);
  await bob.seesMoving("Ada");
  expect(await bob.page.evaluate(countPeerConnections)).toBe(connections);
  const chosen = await sentCamera(ada.page);
  await ada.page.reload();
  await ada.enter();
  await expect.poll(() => sentCamera(ada.page)).toBe(chosen);
});

test("a camera that is turned off is closed, and a muted microphone stays muted with another device", async ({
  server,
  manyCameras,
}) => {
  const ada = await Person.open(manyCameras, server.url, "Ada");
  await ada.page.evaluate(keepTracks);
  await ada.join("light");
  await ada.button("Stop camera").click();
  await expect(ada.button("Start camera")).toBeVisible();
  await ada.button("Start camera").click();
  await expect(ada.button("Stop camera")).toBeVisible();
  await ada.button("Stop camera").click();
  await expect.poll(() => liveTracks(ada.page)).toEqual([]);

  await ada.button("Mute microphone").click();
  await ada.button("Choose a microphone and a speaker").click();
  const others = ada.page
    .getByRole("group", { name: "Microphone", exact: true })
    .getByRole("radio", { checked: false });
  await others.last().click();
  await expect.poll(() => liveTracks(ada.page)).toEqual(["audio off"]);
  await expect(ada.button("Unmute microphone")).toBeVisible();
});

test("one person can be made quieter, by the keyboard too", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("volume");
  await bob.join("volume");
  await ada.seesMoving("Bob");
  await ada.button("More about Bob").click();
  const slider = ada.page.getByRole("slider", { name: "Volume of Bob" });
  await slider.focus();
  for (let step = 0; step < 10; step++) await ada.page.keyboard.press("ArrowLeft");

  await expect(slider).toHaveValue("50");
  expect(await ada.videoOf("Bob").evaluate((video: HTMLVideoElement) => video.volume)).toBe(0.5);
});

/** The device that the picture which is sent comes from. */
function sentCamera(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const own = document.querySelector<HTMLVideoElement>('video[aria-label="You"]');
    const stream = own?.srcObject as MediaStream | null;
    return stream?.getVideoTracks()[0]?.getSettings().deviceId;
  });
}

/** Remembers every track that is opened from now on. */
function keepTracks(): void {
  const opened: MediaStreamTrack[] = [];
  Object.assign(window, { opened });
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    opened.push(...stream.getTracks());
    return stream;
  };
}

function liveTracks(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { opened } = window as unknown as { opened: MediaStreamTrack[] };
    const live = opened.filter(({ readyState }) => readyState === "live");
    return live.map(({ kind, enabled }) => `${kind} ${enabled ? "on" : "off"}`);
  });
}
