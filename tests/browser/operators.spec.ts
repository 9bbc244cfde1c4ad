import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { inspect, missedByTab } from "./support/look.ts";
import { Operator } from "./support/operator.ts";
import { Person } from "./support/person.ts";

test("a wrong key is named, the right one is remembered by the tab alone, and can be forgotten", async ({
  managed,
  chromium,
}) => {
  const operator = await Operator.open(chromium, managed.managementUrl);
  await operator.showKey("not the key of this service at all");
  await expect(operator.page.getByRole("alert")).toHaveText("This is not the management key of this node.");
  await operator.showKey(managed.key);
  await operator.seesLive();
  await operator.page.reload();
  await operator.seesLive();

  const tab = await operator.page.context().newPage();
  await tab.goto(managed.managementUrl);
  await expect(tab.getByLabel("Management key")).toBeVisible();

  await operator.button("Forget key").click();
  await operator.page.reload();
  await expect(operator.page.getByLabel("Management key")).toBeFocused();
});

test("the public port has nothing of the page", async ({ managed, chromium }) => {
  const operator = await Operator.open(chromium, managed.managementUrl);
  const script = await operator.page.locator("script[src]").getAttribute("src");
  expect((await operator.page.request.get(new URL(script ?? "", managed.managementUrl).href)).status()).toBe(
    200,
  );
  for (const path of [script ?? "", "/operators/", "/operators/index.html"])
    expect((await operator.page.request.get(new URL(path, managed.url).href)).status(), path).toBe(404);
});

test("a call is seen live; who is removed there leaves it, and a notice is heard by who stays", async ({
  managed,
  chromium,
  otherChromium,
}) => {
  const operator = await Operator.enter(chromium, managed.managementUrl);
  const ada = await Person.open(otherChromium, managed.url, "Ada");
  await ada.join("mauve-room");
  await operator.openTopic("mauve-room");
  await expect(operator.row("Ada")).toContainText("connected");

  const bob = await Person.open(otherChromium, managed.url, "Bob");
  await bob.join("mauve-room");
  await ada.seesMoving("Bob");
  await expect(operator.row("Bob")).toContainText("connected");
  await expect(
    operator.page.getByRole("img", { name: "2 peers and 1 pair who may call each other, on 1 node" }),
  ).toBeVisible();

  await operator.button("Remove Bob").click();
  await operator.answer("Keep");
  await operator.button("Remove Bob").click();
  await operator.answer("Remove");
  await expect(bob.page.getByRole("heading", { name: "You were taken out of the call" })).toBeVisible();
  await expect(operator.row("Bob")).toBeHidden();
  await expect(operator.notices).toContainText("Removed Bob.");

  await operator.sendNotice("We restart at violet o’clock");
  await expect(ada.notices).toContainText("From the operator of this service: We restart at violet o’clock");
});

test("a locked topic lets nobody in until it is unlocked, and a closed one is empty", async ({
  managed,
  chromium,
  otherChromium,
}) => {
  const operator = await Operator.enter(chromium, managed.managementUrl);
  const ada = await Person.open(otherChromium, managed.url, "Ada");
  await ada.join("ochre-room");
  await operator.openTopic("ochre-room");
  await operator.page.getByLabel("Let nobody in").selectOption("for an hour");
  await operator.button("Lock").click();
  await expect(operator.page.getByText(/^Locked until/)).toBeVisible();

  const bob = await Person.open(otherChromium, `${managed.url}/?topic=ochre-room`, "Bob");
  await bob.page.getByRole("textbox", { name: "Your name" }).fill("Bob");
  await bob.button("Join").click();
  await expect(bob.page.getByText("This call is locked.")).toBeVisible();
  await operator.button("Unlock").click();
  await expect(operator.button("Lock")).toBeVisible();
  await bob.enter();
  await expect(operator.row("Bob")).toBeVisible();

  await operator.button("Close…").click();
  await operator.page.getByLabel("Lock it first, so that nobody comes back").check();
  await operator.answer("Close");
  for (const person of [ada, bob])
    await expect(person.page.getByRole("heading", { name: "You were taken out of the call" })).toBeVisible();
  await expect(operator.page.getByText("Nobody is in.").first()).toBeVisible();
  await expect(operator.button("Unlock")).toBeVisible();
});

test("a page whose server is away says so, and goes on by itself when it is back", async ({
  managed,
  chromium,
}) => {
  const operator = await Operator.enter(chromium, managed.managementUrl);
  await managed.kill();
  await expect(operator.page.getByRole("status", { name: "Connection" })).toContainText(
    "The server does not answer.",
  );
  await managed.start();
  await operator.seesLive();
  await expect(operator.page.getByRole("status", { name: "Connection" })).toBeEmpty();
});

test("topics are found page by page and by a part of their names", async ({ managed, chromium }) => {
  const operator = await Operator.enter(chromium, managed.managementUrl);
  for (let number = 100; number < 160; number++)
    await operator.page.request.put(`${managed.managementUrl}/api/v1/topic/lock?topic=umber-${number}`, {
      headers: { Authorization: `Bearer ${managed.key}` },
    });
  const topics = operator.page.getByRole("region", { name: "Topics" });
  await expect(topics.getByRole("listitem")).toHaveCount(50);
  await operator.button("Load more").click();
  await expect(topics.getByRole("listitem")).toHaveCount(60);
  await operator.page.getByRole("searchbox", { name: "Find a topic" }).fill("BER-15");
  await expect(topics.getByRole("listitem")).toHaveCount(10);
  await expect(topics.getByRole("status")).toHaveText("10 topics");
});

test("a node drains before the operator's eyes, and the call on it goes on elsewhere", async ({
  cluster,
  chromium,
  otherChromium,
}) => {
  test.setTimeout(120_000);
  // Ada's page knows the first node alone and cannot go elsewhere: that drains for as long as it may.
  const ada = await Person.open(otherChromium, cluster.nodeUrl(1), "Ada");
  const bob = await Person.open(otherChromium, cluster.nodeUrl(2), "Bob");
  await ada.join("sepia-room");
  await bob.join("sepia-room");
  await ada.seesMoving("Bob");

  const operator = await Operator.enter(chromium, cluster.managementUrl(2), {
    colorScheme: "dark",
    viewport: { width: 1440, height: 900 },
  });
  await operator.openTopic("sepia-room");
  await expect(
    operator.page.getByRole("list", { name: "Nodes of this topic" }).getByRole("listitem"),
  ).toHaveCount(2);
  await operator.page.screenshot({ path: "../../artifacts/screenshots/operators-two-nodes-1440.png" });
  const nodeId = await operator.row("Ada").getByRole("cell").nth(1).textContent();
  await operator.page.getByRole("link", { name: "← The service" }).click();
  const node = operator.row(nodeId ?? "");
  await operator.button(`Drain node ${nodeId}`).click();
  await operator.answer("Drain");
  await expect(node).toContainText("Draining");
  await inspect(operator, "operators-draining-dark");
  await ada.seesMoving("Bob");
  await expect(node).toContainText("Drained, ended", { timeout: 30_000 });
});

for (const colorScheme of ["light", "dark"] as const)
  test(`everything is accessible at every width, ${colorScheme}`, async ({
    managed,
    chromium,
    otherChromium,
  }) => {
    test.setTimeout(180_000);
    const name = (state: string) => `operators-${state}-${colorScheme}`;
    const operator = await Operator.open(chromium, managed.managementUrl, { colorScheme });
    await operator.showKey("no key");
    await expect(operator.page.getByRole("alert")).not.toBeEmpty();
    await inspect(operator, name("key"));
    expect(await missedByTab(operator)).toEqual([]);
    for (const person of ["Ada Lovelace", "Bob", "Cem", "Dua"]) {
      await (await Person.open(otherChromium, managed.url, person)).join("sienna-room");
    }
    await operator.showKey(managed.key);
    await operator.seesLive();
    await expect(operator.page.getByRole("link", { name: "sienna-room" })).toContainText("4 peers");
    await inspect(operator, name("overview"));
    expect(await missedByTab(operator)).toEqual([]);

    await operator.openTopic("sienna-room");
    await expect(operator.row("Dua")).toBeVisible();
    await inspect(operator, name("topic"));
    expect(await missedByTab(operator)).toEqual([]);
    await operator.button("Remove Bob").click();
    await inspect(operator, name("question"));
    expect(await missedByTab(operator)).toEqual([]);
  });
