import { type Browser, expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";
import { countPeerConnections } from "./support/probe.ts";

test("a call goes on while the server is killed and restarted, and a third person can join", async ({
  server,
  chromium,
  otherChromium,
}) => {
  const [ada, bob] = await callBetween(server.url, chromium, otherChromium);

  await server.kill();
  await expect(ada.status).toContainText(/reconnecting/i);
  await ada.decodesVideos(1);
  await bob.decodesVideos(1);
  await ada.say("Are you still there?");
  await expect(bob.chat).toContainText("Are you still there?");

  const framesBefore = (await ada.received()).frames[0] ?? 0;
  await server.start();
  const restartedAt = Date.now();
  const cem = await Person.open(chromium, server.url, "Cem");
  await cem.join("tea");
  await Promise.all([
    cem.seesMoving("Ada"),
    cem.seesMoving("Bob"),
    ada.seesMoving("Cem"),
    bob.seesMoving("Cem"),
  ]);
  console.log(`a full mesh ${Date.now() - restartedAt} ms after the restart`);

  await ada.decodesVideos(2);
  for (const person of [ada, bob, cem]) {
    await expect(person.page.locator("video[aria-label]:not([aria-label*='You'])")).toHaveCount(2);
    expect((await person.received()).connected).toBe(2);
  }
  expect((await ada.received()).frames[0], "the old link was never replaced").toBeGreaterThan(framesBefore);
  expect(await ada.page.evaluate(countPeerConnections), "no link was made anew").toBe(2);
  await bob.say("Back to three");
  await expect(ada.chat).toContainText("Back to three");
  await expect(cem.chat).toContainText("Back to three");
});

test("signaling that is cut resumes, and the call does not notice", async ({
  server,
  chromium,
  otherChromium,
}) => {
  const [ada, bob] = await callBetween(server.url, chromium, otherChromium);

  server.cutConnections();
  await ada.decodesVideos(1);
  await bob.decodesVideos(1);

  await ada.button("Mute microphone").click();
  await bob.seesMuted("Ada");
  for (const person of [ada, bob]) {
    expect(await person.page.evaluate(countPeerConnections), "no link was made anew").toBe(1);
    await expect(person.chat).not.toContainText("left");
  }
});

/** Ada and Bob, who see each other. */
async function callBetween(url: string, adas: Browser, bobs: Browser): Promise<[Person, Person]> {
  const ada = await Person.open(adas, url, "Ada");
  const bob = await Person.open(bobs, url, "Bob");
  await ada.join("tea");
  await bob.join("tea");
  await ada.seesMoving("Bob");
  await bob.seesMoving("Ada");
  return [ada, bob];
}
