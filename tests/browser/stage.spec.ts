import { expect, type Locator } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("a pinned tile is large, by keyboard too, and its video goes on", async ({ server, chromium }) => {
  const [ada] = await three(server.url, chromium);
  const pin = ada.button("Pin Cem");
  await pin.focus();
  await ada.page.keyboard.press("Enter");

  await expect.poll(() => isLargest(ada, "Cem")).toBe(true);
  await ada.seesMoving("Cem");
  await ada.seesMoving("Bob");
  await ada.button("Unpin Cem").click();
  await expect.poll(() => isLargest(ada, "Cem")).toBe(false);
});

test("the speaker view shows whoever speaks, with a ring, and is remembered", async ({
  server,
  chromiumTalking,
}) => {
  const [ada, bob, cem] = await three(server.url, chromiumTalking);
  await ada.button("More").click();
  await ada.button("Speaker view").click();
  await bob.button("Mute microphone").click();
  await expect.poll(() => isLargest(ada, "Cem")).toBe(true);
  await expect(ada.tileOf("Cem")).toHaveAttribute("data-speaking", "true");
  await expect(ada.tileOf("Bob")).toHaveAttribute("data-speaking", "false");

  await cem.button("Mute microphone").click();
  await bob.button("Unmute microphone").click();
  await expect.poll(() => isLargest(ada, "Bob")).toBe(true);

  await ada.page.reload();
  await ada.join("stage");
  await ada.seesMoving("Bob");
  await ada.button("More").click();
  await expect(ada.button("Gallery view")).toBeVisible();
});

async function three(url: string, chromium: Parameters<typeof Person.open>[0]) {
  const people = [];
  for (const name of ["Ada", "Bob", "Cem"]) {
    const person = await Person.open(chromium, url, name);
    await person.join("stage");
    people.push(person);
  }
  const [ada, bob, cem] = people as [Person, Person, Person];
  await ada.seesMoving("Bob");
  await ada.seesMoving("Cem");
  return [ada, bob, cem] as const;
}

/** Whether someone's tile is more than twice as wide as every other. */
async function isLargest(person: Person, other: string): Promise<boolean> {
  const widthOf = async (tile: Locator) => (await tile.boundingBox())?.width ?? 0;
  const large = await widthOf(person.tileOf(other));
  const tiles = await person.page
    .getByRole("list", { name: "People in the call" })
    .getByRole("listitem")
    .all();
  const widths = await Promise.all(tiles.map(widthOf));
  return widths.filter((width) => width * 2 < large).length === widths.length - 1;
}
