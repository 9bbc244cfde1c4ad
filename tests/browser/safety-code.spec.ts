import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { sitBetween } from "./support/man-in-the-middle.ts";
import { Person } from "./support/person.ts";
import { closePeerConnections } from "./support/probe.ts";
import { WireTap } from "./support/wire-tap.ts";

test("two people in a call see the same eight emoji, by keyboard too", async ({
  server,
  chromium,
  otherChromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(otherChromium, server.url, "Bob");
  await ada.join("tea");
  await bob.join("tea");
  await ada.seesMoving("Bob");

  const code = await ada.safetyCodeWith("Bob");
  expect(await bob.safetyCodeWith("Ada")).toEqual(code);
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("dialog")).toHaveCount(0);
  await expect(ada.button("Safety code with Bob")).toBeFocused();
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByRole("dialog").getByRole("listitem")).toHaveText(code);
});

test("the safety code opens again in the very moment that it closes", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("tea");
  await bob.join("tea");
  const code = await ada.safetyCodeWith("Bob");

  await ada.button("Safety code with Bob").evaluate((button: HTMLButtonElement) => {
    document.querySelector("dialog")?.close();
    button.click();
  });

  await expect(ada.page.getByRole("dialog").getByRole("listitem")).toHaveText(code);
});

test("a service that sits in the middle of a call is given away by the codes, which differ", async ({
  server,
  chromium,
  otherChromium,
}) => {
  const ada = await Person.open(chromium, "about:blank", "Ada");
  const bob = await Person.open(chromium, "about:blank", "Bob");
  const mallory = await Person.open(otherChromium, server.url, "Mallory");
  await sitBetween(mallory.page, await WireTap.on(ada.page), await WireTap.on(bob.page));
  for (const person of [ada, bob]) {
    await person.page.goto(server.url);
    await person.join("tea");
  }
  await ada.decodesVideos(1);
  await bob.decodesVideos(1);
  expect((await mallory.received()).connected, "links that end at Mallory").toBe(2);

  expect(await ada.safetyCodeWith("Bob")).not.toEqual(await bob.safetyCodeWith("Ada"));
});

test("a connection that is replaced has another code, which the open dialog shows", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("tea");
  await bob.join("tea");
  const before = await ada.safetyCodeWith("Bob");
  await bob.page.evaluate(closePeerConnections);

  const emoji = ada.page.getByRole("dialog").getByRole("listitem");
  const isAnother = async () => {
    const now = await emoji.allTextContents();
    return now.length === 8 && now.join() !== before.join();
  };
  await expect.poll(isAnother).toBe(true);
  await expect(emoji).toHaveText(await bob.safetyCodeWith("Ada"));
});

test("the safety code fits at 390 and 1440 px, light and dark", async ({ server, chromium }) => {
  const bob = await Person.open(chromium, server.url, "Bob");
  await bob.join("looks");
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [390, 1440]) {
      const viewport = { width, height: width === 390 ? 844 : 900 };
      const ada = await Person.open(chromium, server.url, "Ada", { viewport, colorScheme });
      await ada.join("looks");
      await ada.safetyCodeWith("Bob");
      await ada.page.screenshot({
        path: `../../artifacts/screenshots/safety-code-${width}-${colorScheme}.png`,
      });
      const dialog = ada.page.getByRole("dialog");
      expect(
        await dialog.evaluate((element) => element.scrollWidth - element.clientWidth),
      ).toBeLessThanOrEqual(0);
      await expect(dialog.getByRole("listitem").last()).toBeInViewport();
      await ada.page.context().close();
    }
  }
});
