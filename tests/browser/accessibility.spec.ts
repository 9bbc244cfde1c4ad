import { type Browser, expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { mint, startInviting } from "./support/invitation.ts";
import { inspect, missedByTab } from "./support/look.ts";
import { Person } from "./support/person.ts";
import type { Server } from "./support/server.ts";

const moderator = ["signal", "message", "moderate"];
let service: Server;

test.beforeAll(async () => {
  service = await startInviting();
});
test.afterAll(() => service.kill());

for (const colorScheme of ["light", "dark"] as const) {
  test(`before a call everything is accessible at every width, ${colorScheme}`, async ({
    server,
    chromium,
  }) => {
    test.setTimeout(300_000);
    const name = (state: string) => `${state}-${colorScheme}`;
    const ada = await Person.open(chromium, server.url, "Ada", { colorScheme });
    await expect(ada.page.getByRole("region", { name: "Preview" }).locator("video")).toBeVisible();
    await inspect(ada, name("lobby"));
    await ada.button("Join").click();
    await expect(ada.page.getByText("Enter a topic")).toBeVisible();
    await inspect(ada, name("lobby-topic-problem"));
    await ada.button("make a sealed call").click();
    await inspect(ada, name("lobby-sealed"));
    await ada.page.getByRole("combobox", { name: "Language" }).selectOption("de");
    await inspect(ada, name("lobby-german"));

    const bob = await Person.open(chromium, `${service.url}/?topic=tea`, "Bob", { colorScheme });
    await bob.button("Join").click();
    await expect(bob.page.getByRole("alert")).toBeVisible();
    await inspect(bob, name("lobby-not-invited"));

    const cem = await Person.open(chromium, `${server.url}/?topic=tea`, "Cem", { colorScheme });
    await cem.page.routeWebSocket(/rtc/, () => {});
    await cem.button("Join").click();
    await expect(cem.button("Joining…")).toBeVisible();
    await inspect(cem, name("joining"));
    await cem.page.unrouteAll();
    await cem.page.route(/rtc/, (route) => route.abort());
    await expect(cem.button("Join")).toBeVisible();
    await cem.button("Check my connection").click();
    await expect(cem.button("Check again")).toHaveAttribute("aria-disabled", "false");
    await inspect(cem, name("connection-check"));
  });

  test(`in a call everything is accessible at every width, ${colorScheme}`, async ({
    chromiumBeforeTeal,
    chromiumBeforeCoral,
  }) => {
    test.setTimeout(600_000);
    const name = (state: string) => `${state}-${colorScheme}`;
    const ada = await enter(chromiumBeforeTeal, "Ada Lovelace", colorScheme, moderator);
    await inspect(ada, name("waiting"));
    const bob = await enter(chromiumBeforeCoral, "Bob", colorScheme);
    const cem = await enter(chromiumBeforeCoral, "Cem", colorScheme);
    await ada.seesMoving("Bob");
    await ada.seesMoving("Cem");
    await cem.button("Stop camera").click();
    await cem.button("Mute microphone").click();
    await ada.say("Shall we begin? The notes are at https://example.org/notes.");
    await bob.say("Yes! I only get some tea first, there is a lot to say about the second page.");
    await expect(ada.chat).toContainText("Yes!");
    await inspect(ada, name("call-chat"));
    await ada.button("Close").click();
    await bob.say("Back again.");
    await expect(ada.button("Chat, 1 unread")).toBeVisible();
    await inspect(ada, name("call"));

    await ada.button("Raise hand").click();
    await bob.button("Raise hand").click();
    await expect(ada.tileOf("Bob")).toContainText("Hand raised:2");
    await bob.button("React").click();
    await inspect(bob, name("reactions"));
    await bob.button("Celebration").click();
    await expect(ada.tileOf("Bob")).toContainText("🎉");
    await inspect(ada, name("call-hands"));
    await ada.button("More").click();
    await inspect(ada, name("more"));
    await ada.button("Speaker view").click();
    await inspect(ada, name("speaker-view"));
    await ada.button("Pin Cem").click();
    await inspect(ada, name("pinned"));
    for (const [state, button] of Object.entries({
      "safety-code": "Safety code with Bob",
      share: "Invite people",
    })) {
      await ada.button(button).click();
      await expect(ada.page.getByRole("dialog")).toBeVisible();
      await inspect(ada, name(state));
      await ada.page.keyboard.press("Escape");
    }
    await ada.page.keyboard.press("?");
    await inspect(ada, name("shortcuts"));
    await ada.page.keyboard.press("Escape");
    await ada.button("Lock call").click();
    await expect(ada.page.getByText("Locked", { exact: true })).toBeVisible();
    await ada.button("Remove Bob").click();
    await inspect(ada, name("remove"));
    await ada.button("Remove").click();
    await expect(bob.page.getByRole("heading", { name: "You were taken out of the call" })).toBeVisible();
    await inspect(bob, name("removed"));
    await ada.button("Chat, 1 unread").click();
    await ada.button("More").click();
    await ada.page.getByRole("combobox", { name: "Language" }).selectOption("de");
    await ada.page.keyboard.press("Escape");
    await inspect(ada, name("call-german"));
    await cem.button("Leave").click();
    await expect(cem.button("Rejoin")).toBeVisible();
    await inspect(cem, name("ended"));
  });
}

for (const colorScheme of ["light", "dark"] as const)
  test(`screens, devices, files and numbers are accessible at every width, ${colorScheme}`, async ({
    server,
    chromiumBeforeTeal,
    chromiumBeforeCoral,
  }) => {
    test.setTimeout(900_000);
    const name = (state: string) => `${state}-${colorScheme}`;
    const options = { colorScheme, viewport: { width: 1440, height: 900 } };
    const ada = await Person.open(chromiumBeforeTeal, server.url, "Ada Lovelace", options);
    const bob = await Person.open(chromiumBeforeCoral, server.url, "Bob", options);
    for (const person of [ada, bob]) {
      // The file is saved from the chat, for nobody can press the browser's dialog.
      await person.page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }));
      await person.join("workbench");
    }
    await ada.seesMoving("Bob");

    await bob.button("Share screen").click();
    await ada.seesMoving("Bob’s screen");
    await inspect(ada, name("screen-shared"));
    await inspect(bob, name("screen-sharing"));
    await bob.button("Stop sharing").click();
    for (const [state, button] of Object.entries({
      "device-menu": "Choose a microphone and a speaker",
      "tile-menu": "More about Bob",
    })) {
      await ada.button(button).click();
      await inspect(ada, name(state));
      await ada.page.keyboard.press("Escape");
    }
    await ada.button("More").click();
    await ada.button("Connection details").click();
    await expect(ada.page.getByRole("dialog")).toContainText(/good|fair|poor/);
    await inspect(ada, name("details"));
    await ada.page.keyboard.press("Escape");

    await send(ada, "Minutes of the tea party.pdf", 100);
    await expect(bob.button("Accept Minutes of the tea party.pdf")).toBeVisible();
    await inspect(bob, name("file-offered"));
    await bob.button("Accept Minutes of the tea party.pdf").click();
    await expect(bob.page.getByRole("link", { name: "Save Minutes of the tea party.pdf" })).toBeVisible();
    await send(ada, "film.mkv", 200_000_000);
    await bob.page.evaluate(neverFinish);
    await bob.button("Accept film.mkv").click();
    await expect(ada.page.getByRole("progressbar")).toBeVisible();
    await inspect(bob, name("file-receiving"));
    await inspect(ada, name("file-sending"));

    const second = await bob.duplicate();
    await second.enter();
    await expect(bob.button("Rejoin")).toBeVisible();
    await inspect(bob, name("taken-over"));
    // Bob's page cancels as it closes the call, which she may hear of first.
    await expect(ada.chat).toContainText(/To Bob: (Cancelled|Failed: the other end is gone)/);
    await ada.button("Close").click();
    await send(second, "photo.png", 100);
    await expect(ada.button("Open chat")).toBeVisible();
    await inspect(ada, name("file-notice"));
  });

test("every control is reached by Tab and shows it", async ({ chromium }) => {
  const ada = await Person.open(chromium, linkFor("Ada", "ivory", moderator), "Ada");
  expect(await missedByTab(ada)).toEqual([]);
  await ada.enter();
  const bob = await Person.open(chromium, linkFor("Bob", "ivory"), "Bob");
  await bob.enter();
  await ada.seesMoving("Bob");
  await bob.say("A link: https://example.org/");
  await expect(ada.chat.getByRole("link")).toBeVisible();
  await expect(ada.notices).toBeEmpty();
  expect(await missedByTab(ada)).toEqual([]);

  for (const button of ["Invite people", "Safety code with Bob"]) {
    await ada.button(button).click();
    expect(await missedByTab(ada), button).toEqual([]);
    await ada.page.keyboard.press("Escape");
  }
  for (const button of ["More", "React", "Choose a camera", "More about Bob"]) {
    await ada.button(button).focus();
    await ada.page.keyboard.press("Enter");
    expect(await missedByTab(ada), button).toEqual([]);
    await ada.page.keyboard.press("Escape");
  }
});

/** From the chat, which is open on a desk. */
async function send(person: Person, name: string, size: number): Promise<void> {
  const choosing = person.page.waitForEvent("filechooser");
  await person.button("Send a file").click();
  await (await choosing).element().evaluate(
    (input: HTMLInputElement, { name, size }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(size)], name));
      input.files = data.files;
      input.dispatchEvent(new Event("change"));
    },
    { name, size },
  );
}

/** A disk that takes nothing any more: what is received stays on its way. */
function neverFinish(): void {
  const refuse = () => new Promise<never>(() => {});
  const createWritable = async () => new WritableStream({ write: refuse });
  Object.assign(window, { showSaveFilePicker: async () => ({ createWritable }) });
}

/** In a call of its own for each scheme: the lock of one outlives its test for a while. */
async function enter(
  browser: Browser,
  name: string,
  colorScheme: "light" | "dark",
  grants?: string[],
): Promise<Person> {
  const person = await Person.open(browser, linkFor(name, `tea-${colorScheme}`, grants), name, {
    colorScheme,
    viewport: { width: 1440, height: 900 },
  });
  await person.enter();
  return person;
}

function linkFor(user: string, topic: string, grants?: string[]): string {
  const token = mint({ user, topics: [topic], ...(grants && { grants }) });
  return `${service.url}/?topic=${topic}#token=${token}`;
}
