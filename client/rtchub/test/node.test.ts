import { expect, test, vi } from "vitest";
import { pass } from "./fakes/hub-setup.js";
import { enter } from "./fakes/room-setup.js";

// What other platforms than browsers need.

test("after leaving nothing keeps a program from its end", async () => {
  const [ada, bob] = [await enter("Ada"), await enter("Bob")];
  await pass();

  for (const room of [ada, bob]) void room.leave();
  await pass();

  expect(vi.getTimerCount()).toBe(0);
});

test("who waits for peerupdated can greet a peer as soon as data gets through", async () => {
  const ada = await enter("Ada");
  const greetings: Promise<boolean>[] = [];
  ada.on("peerupdated", (peer) => greetings.push(peer.send("hello")));
  await enter("Bob");
  await pass();

  expect(await greetings.at(-1)).toBe(true);
});
