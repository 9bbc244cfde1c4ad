import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("raised hands are seen in their order, by newcomers too", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("hands");
  await bob.join("hands");
  await ada.seesMoving("Bob");
  await bob.button("Raise hand").click();
  await expect(ada.notices).toContainText("Bob raised a hand");
  await ada.button("Raise hand").click();
  await expect(bob.tileOf("Ada")).toContainText("Hand raised:2");

  const cem = await Person.open(chromium, server.url, "Cem");
  await cem.join("hands");
  await expect(cem.tileOf("Bob")).toContainText("Hand raised:1");
  await expect(cem.tileOf("Ada")).toContainText("Hand raised:2");
  await bob.button("Lower hand").click();
  await expect(cem.tileOf("Ada")).toContainText("Hand raised:1");
  await expect(cem.tileOf("Bob")).not.toContainText("Hand raised");
});

test("a reaction floats over the tile of whoever sent it, and goes", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("reactions");
  await bob.join("reactions");
  await ada.seesMoving("Bob");
  await bob.button("React").click();
  await bob.button("Celebration").click();

  await expect(ada.tileOf("Bob")).toContainText("🎉");
  await expect(ada.page.getByText("Bob: 🎉")).toBeAttached();
  await expect(ada.tileOf("Bob")).not.toContainText("🎉");
});
