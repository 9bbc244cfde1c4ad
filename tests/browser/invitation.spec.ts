import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { mint, startInviting } from "./support/invitation.ts";
import { Person } from "./support/person.ts";
import type { Server } from "./support/server.ts";

const topics = ["tea-room", "council", "kitchen"];
let service: Server;

test.beforeAll(async () => {
  service = await startInviting();
});
test.afterAll(() => service.kill());

test("whoever has no invitation is told so, and whoever has one is in", async ({ chromium }) => {
  const stranger = await Person.open(chromium, `${service.url}/?topic=tea-room`, "Eve");
  await stranger.page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(stranger.page.getByRole("alert")).toContainText("invit");

  const ada = await Person.open(chromium, linkFor("ada", "tea-room"), "Ada");
  await ada.enter();
  const bob = await Person.open(chromium, linkFor("bob", "tea-room"), "Bob");
  await bob.enter();
  await ada.seesMoving("Bob");
  await expect(ada.button("Remove Bob")).toHaveCount(0);
  expect(ada.page.url()).toContain("#token=");
});

test("a moderator locks the call and takes somebody out", async ({ chromium }) => {
  const mod = await Person.open(
    chromium,
    linkFor("mod", "council", ["signal", "message", "moderate"]),
    "Mod",
  );
  await mod.enter();
  const ada = await Person.open(chromium, linkFor("ada", "council"), "Ada");
  await ada.enter();
  await mod.seesMoving("Ada");

  await mod.button("Lock call").click();
  await expect(ada.page.getByText("Locked", { exact: true })).toBeVisible();
  const late = await Person.open(chromium, linkFor("late", "council"), "Late");
  await late.page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(late.page.getByText(/locked/i).first()).toBeVisible();

  await mod.button("Remove Ada").click();
  await mod.page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(ada.page.getByRole("heading", { name: "You were taken out of the call" })).toBeVisible();
  await expect(mod.videoOf("Ada")).toHaveCount(0);
});

test("a call goes on while its tokens are renewed, and ends for whom they are not", async ({ chromium }) => {
  const [ada, bob] = [await chromium.newPage(), await chromium.newPage()];
  for (const [name, page] of Object.entries({ ada, bob })) {
    await page.exposeFunction("mint", () => mint({ user: name, topics, seconds: 4 }));
    await page.goto(service.url);
    await page.evaluate(async () => {
      const { join } = await import("/rtchub.js" as string);
      const state = { isEnding: false, tokens: 0, removed: "" };
      const accessToken = () => {
        if (state.isEnding) throw new Error("no more");
        state.tokens++;
        return (globalThis as unknown as { mint(): Promise<string> }).mint();
      };
      const room = await join("kitchen", { accessToken });
      room.on("removed", (reason: string) => {
        state.removed = reason;
      });
      Object.assign(globalThis, { room, state });
    });
  }

  // Three lives of a token.
  await expect.poll(() => ada.evaluate("state.tokens"), { timeout: 20_000 }).toBeGreaterThan(5);
  expect(await ada.evaluate("[state.removed, room.state, [...room.peers.values()][0].linkState]")).toEqual([
    "",
    "connected",
    "connected",
  ]);

  await bob.evaluate("state.isEnding = true");
  await expect.poll(() => bob.evaluate("state.removed")).toBe("token_expired");
  await expect.poll(() => ada.evaluate("room.peers.size")).toBe(0);
  expect(await ada.evaluate("state.removed")).toBe("");
});

function linkFor(user: string, topic: string, grants = ["signal", "message"]): string {
  return `${service.url}/?topic=${topic}#token=${mint({ user, topics, grants })}`;
}
