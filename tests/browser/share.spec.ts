import { expect, type Locator } from "@playwright/test";
import jsQR from "jsqr";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("a phone reads the call's link from the screen, light and dark, sealed too", async ({
  server,
  chromium,
}) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const ada = await Person.open(chromium, server.url, "Ada", { colorScheme });
    if (colorScheme === "light") await ada.join("tea & cake");
    else {
      await ada.button("make a sealed call").click();
      await ada.enter();
    }
    await ada.button("Invite people").click();
    const code = ada.page.getByRole("img", { name: "QR code of the link to this call" });
    await expect(code).toBeVisible();
    expect(await readCode(code)).toBe(ada.page.url());
  }
});

test("the link can be copied beside its code, which is said", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada", {
    permissions: ["clipboard-read", "clipboard-write", "camera", "microphone"],
  });
  await ada.join("tea");
  await ada.button("Invite people").click();
  const dialog = ada.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await expect(dialog.getByRole("status")).toContainText("Link copied");
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(ada.page.url());
});

test("whoever left is told how long the call was, and rejoins or begins another", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  await ada.join("tea");
  await ada.button("Leave").click();
  await expect(ada.status).toContainText(/You were in it for \d+ seconds?\./);
  await ada.button("Rejoin").click();
  await expect(ada.button("Leave")).toBeVisible();
  await ada.button("Leave").click();
  await ada.button("New call").click();
  await expect(ada.page.getByRole("textbox", { name: "Topic" })).toHaveValue("");
  await expect(ada.page.getByRole("textbox", { name: "Your name" })).toHaveValue("Ada");
});

test("the page can be installed", async ({ server, chromium }) => {
  const page = await chromium.newPage();
  await page.goto(server.url);
  const session = await page.context().newCDPSession(page);
  const { url, errors } = await session.send("Page.getAppManifest");
  expect(url).toBe(`${server.url}/manifest.webmanifest`);
  expect(errors).toEqual([]);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // Contexts of tests are like private windows, which install nothing.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
});

/** What is written in a code on the screen, as a camera sees it. */
async function readCode(code: Locator): Promise<string | undefined> {
  const png = [...(await code.screenshot())];
  const { data, width, height } = await code.evaluate(async (_, bytes) => {
    const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas?.drawImage(picture, 0, 0);
    const pixels = canvas?.getImageData(0, 0, picture.width, picture.height);
    return { data: [...(pixels?.data ?? [])], width: picture.width, height: picture.height };
  }, png);
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data;
}
