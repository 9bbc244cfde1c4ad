import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("single keys steer the call, and are letters in a field", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("ivory");
  await bob.join("ivory");
  await ada.seesMoving("Bob");
  const { keyboard } = ada.page;

  await keyboard.press("m");
  await expect(ada.button("Unmute microphone")).toBeVisible();
  await keyboard.press("v");
  await expect(ada.button("Start camera")).toBeVisible();
  await keyboard.press("h");
  await expect(ada.button("Lower hand")).toBeVisible();
  await keyboard.press("p");
  await expect(ada.button("Unpin Bob")).toBeVisible();
  await keyboard.press("f");
  await expect.poll(() => ada.page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await keyboard.press("f");
  await keyboard.press("c");
  await expect(ada.chat).toHaveCount(0);

  await keyboard.press("c");
  const message = ada.page.getByRole("textbox", { name: "Message" });
  await expect(message).toBeFocused();
  await keyboard.type("much happens");
  await expect(message).toHaveValue("much happens");
  await expect(ada.button("Unmute microphone")).toBeVisible();
  await keyboard.press("Escape");
  await expect(ada.chat).toHaveCount(0);
  await expect(ada.button("Chat")).toBeFocused();
});

test("the shortcuts are explained by a key and by a button, and can be switched off", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  await ada.join("lighthouse");
  await ada.page.keyboard.press("?");
  const help = ada.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);

  await ada.button("More").click();
  await ada.button("Keyboard shortcuts").click();
  await help.getByRole("checkbox").uncheck();
  await ada.page.keyboard.press("Escape");
  await expect(ada.button("More")).toBeFocused();
  await ada.page.keyboard.press("m");
  await ada.page.keyboard.press("?");
  await expect(help).toHaveCount(0);
  await expect(ada.button("Mute microphone")).toBeVisible();
});

test("a picture leaves the page for a window of its own", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("pip");
  await bob.join("pip");
  await ada.seesMoving("Bob");
  const isAway = () => ada.page.evaluate(() => document.pictureInPictureElement?.ariaLabel ?? null);
  await ada.button("Picture in picture: Bob").click();
  await expect.poll(isAway).toBe("Bob");
  await ada.button("Picture in picture: Bob").click();
  await expect.poll(isAway).toBeNull();
});
