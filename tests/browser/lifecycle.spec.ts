import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("a duplicated tab takes the call over, and can be taken over again", async ({ server, chromium }) => {
  const bob = await Person.open(chromium, server.url, "Bob");
  await bob.join("doppelganger");
  const ada = await Person.open(chromium, server.url, "Ada");
  await ada.join("doppelganger");
  await bob.seesMoving("Ada");

  const second = await ada.duplicate();
  await second.enter();
  await expect(ada.page.getByRole("heading", { name: "The call goes on in another tab" })).toBeVisible();
  await bob.seesMoving("Ada");
  await ada.button("Rejoin").click();
  await expect(second.button("Rejoin")).toBeVisible();
  await bob.seesMoving("Ada");
});

test("two tabs that a link opened are two people", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, `${server.url}/?topic=windows`, "Ada");
  const other = await Person.beside(ada, `${server.url}/?topic=windows`, "Bob");
  await ada.enter();
  await other.enter();
  await ada.seesMoving("Bob");
  await other.seesMoving("Ada");
});

test("who went to another page and comes back is told that the call has ended, and can rejoin", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  await ada.join("away");
  // As the browser does when it keeps the page; the tests' Chromium keeps none.
  await ada.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
  await ada.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));

  await expect(ada.page.getByText("You went to another page, which ended the call.")).toBeVisible();
  await ada.button("Rejoin").click();
  await expect(ada.button("Leave")).toBeVisible();
  await expect(ada.button("Mute microphone")).toBeVisible();
});
