import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("whoever cannot join can find out what works, and what it means", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, `${server.url}/?topic=tea`, "Ada");
  await server.kill();
  await ada.button("Join").click();
  await ada.button("Check my connection").click();
  const panel = ada.page.getByRole("dialog", { name: "Your connection" });
  await expect(panel).toContainText("You cannot reach the service");

  await server.start();
  await panel.getByRole("button", { name: "Check again" }).click();
  await expect(panel.getByRole("listitem").filter({ hasText: "Service" })).toContainText("Works");
  await expect(panel).toContainText("neither STUN nor relay");

  await ada.page.keyboard.press("Escape");
  await expect(ada.button("Check my connection")).toBeFocused();
});
