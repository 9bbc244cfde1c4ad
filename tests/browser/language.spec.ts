import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("who chooses German reads German everywhere, also after a reload", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const root = ada.page.locator("html");
  await expect(root).toHaveAttribute("lang", "en");
  await ada.page.getByRole("combobox", { name: "Language" }).selectOption({ label: "Deutsch" });
  await expect(root).toHaveAttribute("lang", "de");
  await ada.button("Beitreten").click();
  await expect(ada.page.getByText("Geben Sie ein Thema ein")).toBeVisible();

  await ada.page.reload();

  await expect(ada.page.getByRole("heading", { name: "Anruf beginnen oder beitreten" })).toBeVisible();
  await ada.page.getByRole("textbox", { name: "Thema" }).fill("tee");
  await ada.button("Beitreten").click();
  await expect(ada.status).toContainText("Warten, bis jemand beitritt");
  await expect(ada.button("Mikrofon stummschalten")).toBeVisible();
});

test("a German browser gets German, and a French one English", async ({ server, chromium }) => {
  const anna = await Person.open(chromium, server.url, "Anna", { locale: "de-CH" });
  await expect(anna.button("Beitreten")).toBeVisible();
  const marie = await Person.open(chromium, server.url, "Marie", { locale: "fr-FR" });
  await expect(marie.button("Join")).toBeVisible();
});
