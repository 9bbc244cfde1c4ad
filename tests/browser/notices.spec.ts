import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("who comes and who goes is said, and the notice goes by itself or is sent away", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  await ada.join("notices");
  const bob = await Person.open(chromium, server.url, "Bob");
  await bob.join("notices");
  await expect(ada.notices).toContainText("Bob joined");
  await expect(ada.notices).toBeEmpty();

  await bob.button("Leave").click();
  await expect(ada.notices).toContainText("Bob left");
  await ada.button("Dismiss").click();
  await expect(ada.notices).toBeEmpty();
});
