import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import type * as rtchub from "../../../client/rtchub/dist/index.js";

declare global {
  interface Window {
    rtchub: typeof rtchub;
    room: rtchub.Room;
  }
}

/** An empty page of the server, with the library in it as `window.rtchub`: what is tested is not the page that people see. */
export async function openLibrary(
  browser: Browser,
  url: string,
  { init, ...options }: BrowserContextOptions & { init?: () => void } = {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  if (init) await page.addInitScript(init);
  await page.goto(`${url}/favicon.svg`);
  await page.evaluate(async (library) => {
    window.rtchub = (await import(library)) as typeof rtchub;
  }, "/rtchub.js");
  return page;
}

/** Joins with a small picture, as `window.room`. Runs in the page. */
export async function joinSmall(topic: string): Promise<void> {
  const video = { width: 160, height: 120, frameRate: 5 };
  const stream = await navigator.mediaDevices.getUserMedia({ video });
  window.room = await window.rtchub.join(topic, { stream });
}

/** How many of the others the page has an open link to. Runs in the page. */
export function linksUp(): number {
  return [...window.room.peers.values()].filter(({ linkState }) => linkState === "connected").length;
}

/** How many of the others a message was handed to. Runs in the page. */
export async function sayHello(): Promise<number> {
  return (await window.room.send("hello")).delivered.length;
}
