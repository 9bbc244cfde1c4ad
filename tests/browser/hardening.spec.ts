import { expect, type Page } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

const markup = "<img src=x onerror=document.title=1>";

test("names and messages are text, whatever they look like", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, server.url, markup);
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("markup");
  await bob.join("markup");
  await bob.seesMoving(markup);
  await ada.say(`${markup} said`);

  await expect(bob.chat).toContainText(`${markup} said`);
  await expect(bob.page.getByRole("listitem").filter({ hasText: markup }).first()).toBeVisible();
  for (const { page } of [ada, bob]) {
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.title()).not.toBe("1");
  }
});

test("a whole call breaks no policy and asks nothing of anybody else", async ({ server, chromium }) => {
  const ada = await Person.open(chromium, "about:blank", "Ada", {
    permissions: ["clipboard-read", "clipboard-write", "camera", "microphone"],
  });
  const complaints = complaintsOf(ada.page);
  const requests = requestsOf(ada.page);
  await ada.page.goto(server.url);
  const bob = await Person.open(chromium, server.url, "Bob");
  await bob.join("marmalade");
  await ada.join("marmalade");
  await ada.seesMoving("Bob");
  await ada.say("Hello");
  await expect(bob.chat).toContainText("Hello");
  await ada.button("Copy link").click();
  await ada.button("Leave").click();
  await expect(ada.button("Rejoin")).toBeVisible();

  expect(complaints).toEqual([]);
  expect(requests.length).toBeGreaterThan(3);
  expect(requests.filter((url) => new URL(url).host !== new URL(server.url).host)).toEqual([]);
});

test("what the policies forbid is forbidden", async ({ server, chromium }) => {
  const page = await chromium.newPage();
  const complaints = complaintsOf(page);
  await page.goto(server.url);

  await attempt(page, () => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'inline script'";
    document.body.append(script);
  });
  await attempt(page, () => {
    document.body.innerHTML = "<b>markup</b>";
  });
  await attempt(page, () => fetch("http://127.0.0.1:1/"));

  expect(await page.title()).toBe("RtcHub");
  expect(complaints.length).toBeGreaterThanOrEqual(3);
});

/** Runs that in the page, where it may throw. */
async function attempt(page: Page, action: () => unknown): Promise<void> {
  await page.evaluate(action).catch(() => {});
}

/** What the browser says about policies from now on. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

function requestsOf(page: Page): string[] {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("websocket", (socket) => requests.push(socket.url()));
  return requests;
}
