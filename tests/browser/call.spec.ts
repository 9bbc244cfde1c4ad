import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("two people see each other move and write to each other", async ({
  server,
  chromiumBeforeTeal,
  chromiumBeforeCoral,
}) => {
  const ada = await Person.open(chromiumBeforeTeal, server.url, "Ada", {
    viewport: { width: 1280, height: 720 },
  });
  const bob = await Person.open(chromiumBeforeCoral, server.url, "Bob");
  await ada.join("tea");
  await expect(ada.status).toContainText(/waiting/i);
  await bob.join("tea");

  await ada.seesMoving("Bob");
  await bob.seesMoving("Ada");
  await ada.decodesVideos(1);
  await bob.decodesVideos(1);
  const coral = await ada.wallBehind("Bob");
  const teal = await bob.wallBehind("Ada");
  expect(coral.red, "Bob's wall is coral").toBeGreaterThan(coral.blue + 30);
  expect(teal.blue, "Ada's wall is teal").toBeGreaterThan(teal.red + 30);

  await ada.say("Hello Bob, can you see me?");
  await expect(bob.chat).toContainText("Hello Bob, can you see me?");
  await bob.say("Clear as day. Nice wall!");
  await expect(ada.chat).toContainText("Clear as day. Nice wall!");
  await ada.page.screenshot({ path: "../../artifacts/screenshots/call.png" });
});

test("four people are a full mesh of six links", async ({ server, chromiumBeforeTeal }) => {
  const names = ["Ada", "Bob", "Cem", "Dua"];
  const people: Person[] = [];
  for (const name of names) {
    const person = await Person.open(chromiumBeforeTeal, server.url, name);
    await person.join("quartet");
    people.push(person);
  }

  for (const person of people) {
    for (const other of names) if (other !== person.name) await person.seesMoving(other);
    await person.decodesVideos(3);
    expect((await person.received()).connected).toBe(3);
  }
  await people[3]?.say("Hello everyone");
  for (const person of people) await expect(person.chat).toContainText("Hello everyone");
});

test("who reloads comes back into the call, and who leaves is gone from it", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, `${server.url}/?topic=tea`, "Ada");
  const bob = await Person.open(chromium, `${server.url}/?topic=tea`, "Bob");
  await ada.join("tea");
  await bob.join("tea");
  await ada.seesMoving("Bob");

  await bob.page.reload();
  await expect(ada.videoOf("Bob")).toHaveCount(0);
  await bob.join("tea");
  await ada.seesMoving("Bob");
  await bob.seesMoving("Ada");

  await bob.button("Leave").click();
  await expect(ada.videoOf("Bob")).toHaveCount(0);
  await expect(ada.status).toContainText(/waiting/i);
});

test("both turn their cameras on at once, and both are seen", async ({ server, chromium, otherChromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(otherChromium, server.url, "Bob");
  for (const person of [ada, bob]) {
    await person.button("Stop camera").click();
    await expect(person.button("Start camera")).toBeVisible();
    await person.join("glare");
  }
  await expect.poll(async () => (await ada.received()).connected).toBe(1);
  await expect.poll(async () => (await bob.received()).connected).toBe(1);

  await Promise.all([ada.button("Start camera").click(), bob.button("Start camera").click()]);

  await ada.seesMoving("Bob");
  await bob.seesMoving("Ada");
});

test("a muted microphone is silent for the other, who is told", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("quiet");
  await bob.join("quiet");
  await bob.seesMoving("Ada");
  const energy = async () => (await bob.received()).audioEnergy[0] ?? 0;
  const first = await energy();
  await expect.poll(energy, { message: "Ada is heard" }).toBeGreaterThan(first);

  await ada.button("Mute microphone").click();
  await expect(ada.button("Unmute microphone")).toBeVisible();
  await bob.seesMuted("Ada");
  await expect
    .poll(async () => {
      const before = await energy();
      await bob.page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
      return (await energy()) - before;
    })
    .toBeLessThan(1e-6);
});

test("someone without camera and microphone sees, hears and writes", async ({
  server,
  chromium,
  chromiumWithoutDevices,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromiumWithoutDevices, server.url, "Bob");
  await expect(bob.page.getByText(/no camera/i).first()).toBeVisible();
  await ada.join("tea");
  await bob.join("tea");

  await bob.seesMoving("Ada");
  await bob.say("I have no camera");
  await expect(ada.chat).toContainText("I have no camera");
  await ada.say("We can still write");
  await expect(bob.chat).toContainText("We can still write");
});
