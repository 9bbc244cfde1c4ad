import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Browser, expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 8)) % 256));
const notes = { name: "notes.bin", mimeType: "application/octet-stream", buffer: bytes };

test("a file dropped on someone's tile arrives with them alone, as it was", async ({ server, chromium }) => {
  const [ada, bob, cem] = await meet(chromium, server.url, "Ada", "Bob", "Cem");
  await bob.page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }));
  await drop(ada, "Bob");
  await expect(ada.chat).toContainText("To Bob: Waiting for an answer");
  await bob.button("Accept notes.bin").click();

  await expect(ada.chat).toContainText("To Bob: Delivered");
  const downloading = bob.page.waitForEvent("download");
  await bob.page.getByRole("link", { name: "Save notes.bin" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("notes.bin");
  expect(hash(await readFile(await download.path()))).toBe(hash(bytes));
  await expect(cem.chat).not.toContainText("notes.bin");
});

test("a file from the chat's button goes to everyone, and onto the disk where one can choose a place", async ({
  server,
  chromium,
}) => {
  const [ada, bob, cem] = await meet(chromium, server.url, "Ada", "Bob", "Cem");
  await bob.page.evaluate(saveInOrigin);
  const choosing = ada.page.waitForEvent("filechooser");
  await ada.button("Send a file").press("Enter");
  await (await choosing).setFiles(notes);
  await cem.button("Decline notes.bin").click();
  await bob.button("Accept notes.bin").click();

  await expect(bob.chat).toContainText("Received");
  await expect(bob.page.getByRole("link", { name: "Save notes.bin" })).toHaveCount(0);
  await expect(ada.chat).toContainText("To Bob: Delivered");
  await expect(ada.chat).toContainText("To Cem: Declined");
  expect(hash(Buffer.from(await bob.page.evaluate(savedBytes)))).toBe(hash(bytes));
});

test("who has the chat closed is told of an offer, and an offer can be taken back", async ({
  server,
  chromium,
}) => {
  const [ada, bob] = await meet(chromium, server.url, "Ada", "Bob");
  await bob.button("Close").click();
  await drop(ada, "Bob");
  await expect(bob.notices).toContainText("Ada offers you notes.bin");
  await bob.button("Open chat").click();
  await expect(bob.button("Accept notes.bin")).toBeVisible();

  await ada.button("Cancel notes.bin").click();
  await expect(bob.chat).toContainText("Cancelled");
  await expect(bob.button("Accept notes.bin")).toHaveCount(0);
});

async function meet(
  chromium: Browser,
  url: string,
  ...names: string[]
): Promise<Person[] & [Person, Person, Person]> {
  const people: Person[] = [];
  for (const name of names) {
    const person = await Person.open(chromium, url, name, { acceptDownloads: true });
    await person.join("paper planes");
    people.push(person);
  }
  for (const name of names.slice(1)) await people[0]?.seesMoving(name);
  return people as Person[] & [Person, Person, Person];
}

/** Drags the file over someone's tile, where that is seen, and drops it. */
async function drop(person: Person, onto: string): Promise<void> {
  const data = await person.page.evaluateHandle(
    ({ name, content }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name));
      return transfer;
    },
    { name: notes.name, content: bytes.toString("base64") },
  );
  const tile = person.tileOf(onto);
  await tile.dispatchEvent("dragover", { dataTransfer: data });
  await expect(person.page.getByText(`Drop to send it to ${onto}`)).toBeVisible();
  await tile.dispatchEvent("drop", { dataTransfer: data });
  await expect(person.page.getByText(`Drop to send it to ${onto}`)).toHaveCount(0);
}

/** Stands in for the browser's dialog, which nobody can press: a file of the origin's own. */
function saveInOrigin(): void {
  Object.assign(window, {
    showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true }),
  });
}

async function savedBytes(): Promise<number[]> {
  const handle = await (await navigator.storage.getDirectory()).getFileHandle("notes.bin");
  return [...new Uint8Array(await (await handle.getFile()).arrayBuffer())];
}

function hash(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
