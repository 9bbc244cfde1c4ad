import { expect, type Page } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("a shared screen moves in a tile of its own, large in the speaker view, until it is stopped", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("cinema");
  await bob.join("cinema");
  await bob.seesMoving("Ada");
  await ada.button("Share screen").click();

  await expect(ada.page.getByText("You are sharing your screen")).toBeVisible();
  await expect(bob.notices).toContainText("Ada shares a screen");
  await bob.seesMoving("Ada’s screen");
  await bob.seesMoving("Ada");
  await bob.button("More").click();
  await bob.button("Speaker view").click();
  const width = async (name: string) => (await bob.tileOf(name).boundingBox())?.width ?? 0;
  await expect.poll(async () => (await width("Ada’s screen")) > 2 * (await width("Ada"))).toBe(true);

  await ada.page.keyboard.press("d");
  await expect(bob.videoOf("Ada’s screen")).toHaveCount(0);
  await expect(ada.page.getByText("You are sharing your screen")).toHaveCount(0);
  await bob.seesMoving("Ada");
});

test("whoever comes later sees the screen too, and the browser's own button ends the sharing", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  await ada.page.evaluate(keepScreens);
  await ada.join("cinema");
  await ada.button("Share screen").click();
  const bob = await Person.open(chromium, server.url, "Bob");
  await bob.join("cinema");
  await bob.seesMoving("Ada’s screen");

  await endByBrowser(ada.page);
  await expect(ada.button("Share screen")).toBeVisible();
  await expect(bob.videoOf("Ada’s screen")).toHaveCount(0);
});

function keepScreens(): void {
  const { mediaDevices } = navigator;
  const share = mediaDevices.getDisplayMedia.bind(mediaDevices);
  mediaDevices.getDisplayMedia = async (options) => {
    const stream = await share(options);
    Object.assign(window, { sharedScreen: stream });
    return stream;
  };
}

/** As the browser's own button does. */
async function endByBrowser(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { sharedScreen } = window as unknown as { sharedScreen: MediaStream };
    for (const track of sharedScreen.getTracks()) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  });
}
