import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { look } from "./support/look.ts";
import { Person } from "./support/person.ts";

test("a copied link opens straight at the look at yourself, with the topic filled in", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada", {
    permissions: ["clipboard-read", "clipboard-write", "camera", "microphone"],
  });
  await ada.join("tea & cake");
  await ada.button("Copy link").click();
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());

  const bob = await Person.open(chromium, link, "Bob");

  await expect(bob.page.getByRole("textbox", { name: "Topic" })).toHaveValue("tea & cake");
  await expect(bob.page.getByRole("region", { name: "Preview" }).locator("video")).toBeVisible();
  await expect(bob.button("Mute microphone")).toBeVisible();
  await expect(bob.button("Stop camera")).toBeVisible();
});

test("the keyboard alone is enough to join, write and leave", async ({ server, chromium }) => {
  const bob = await Person.open(chromium, server.url, "Bob");
  await bob.join("ivory");
  const ada = await Person.open(chromium, `${server.url}/?topic=ivory`, "Ada");
  const keyboard = ada.page.keyboard;
  await focusByTab(ada, "textbox", "Your name");
  await keyboard.type("Ada");
  await keyboard.press("Enter");
  await expect(ada.button("Leave")).toBeVisible();
  await ada.seesMoving("Bob");

  await focusByTab(ada, "textbox", "Message");
  await keyboard.type("Typed, not clicked");
  await keyboard.press("Enter");
  await expect(bob.chat).toContainText("Typed, not clicked");

  await focusByTab(ada, "button", "Leave");
  await keyboard.press("Enter");
  await expect(ada.button("Rejoin")).toBeVisible();
  await expect(bob.videoOf("Ada")).toHaveCount(0);
});

test("a message that nobody could get is marked so", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  await ada.join("alone");
  await ada.say("Is anyone here?");
  await expect(ada.chat).toContainText("Nobody else was here to get this");
});

test("a topic that is full says so in words", async ({ chromium, fullServer }) => {
  const ada = await Person.open(chromium, fullServer.url, "Ada");
  await ada.join("tiny teapot");
  const bob = await Person.open(chromium, `${fullServer.url}/?topic=tiny+teapot`, "Bob");
  await bob.page.getByRole("textbox", { name: "Your name" }).fill("Bob");
  await bob.button("Join").click();
  await expect(bob.page.getByText(/full/i).first()).toBeVisible();
  await expect(bob.button("Join")).toBeEnabled();
});

test("the page at 390 and 1440 px, light and dark, never scrolls sideways", async ({ server, chromium }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [390, 1440]) {
      const viewport = { width, height: width === 390 ? 844 : 900 };
      const ada = await Person.open(chromium, server.url, "Ada", { viewport, colorScheme });
      await expect(ada.page.getByRole("region", { name: "Preview" }).locator("video")).toBeVisible();
      await look(ada, `first-${width}-${colorScheme}`);
      await ada.join("looks");
      await look(ada, `waiting-${width}-${colorScheme}`);
      const bob = await Person.open(chromium, server.url, "Bob");
      await bob.join("looks");
      await ada.seesMoving("Bob");
      await look(ada, `call-${width}-${colorScheme}`);
      await ada.button("Leave").click();
      await expect(ada.button("Rejoin")).toBeVisible();
      await look(ada, `ended-${width}-${colorScheme}`);
      await bob.page.context().close();
      await ada.page.context().close();
    }
  }
});

test("the smallest page on the smallest host is a call", async ({ chromium, smallestHost }) => {
  const first = await Person.open(chromium, smallestHost.url, "first");
  const second = await Person.open(chromium, smallestHost.url, "second");
  for (const person of [first, second]) {
    await expect(person.page.locator("video")).toHaveCount(1);
    await person.decodesVideos(1);
  }
});

/** Presses Tab until the control has the focus. */
async function focusByTab(person: Person, role: "textbox" | "button", name: string): Promise<void> {
  const control = person.page.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 30; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await person.page.keyboard.press("Tab");
  }
  throw new Error(`${name} cannot be reached by Tab`);
}
