import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("a link in a message can be followed and learns nothing of the call", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("marmalade");
  await bob.join("marmalade");
  await ada.seesMoving("Bob");
  await ada.say(`Read ${server.url}/favicon.svg, not javascript:alert(1)`);

  const link = bob.chat.getByRole("link");
  await expect(link).toHaveText(`${server.url}/favicon.svg`);
  await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow ugc");
  const opening = bob.page.waitForEvent("popup");
  await link.click();
  const opened = await opening;
  await opened.waitForLoadState();
  expect(await opened.evaluate(() => [opener, document.referrer])).toEqual([null, ""]);
});

test("messages that came while the chat was closed are counted, and marked as new when it opens", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("unread");
  await bob.join("unread");
  await ada.seesMoving("Bob");
  await bob.say("Before");
  await expect(ada.chat).toContainText("Before");
  await ada.button("Close").click();
  await bob.say("One");
  await bob.say("Two");

  await expect(ada.button("Chat, 2 unread")).toBeVisible();
  await expect(ada.page).toHaveTitle("(2) unread – RtcHub");
  await ada.button("Chat, 2 unread").click();
  await expect(ada.chat).toContainText(/Before.*New.*One.*Two/s);
  await expect(ada.page).toHaveTitle("unread – RtcHub");
});
