// Draws the page's icons from its favicon, after that has changed: node scripts/draw-icons.mjs
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../client/app/public/", import.meta.url));
const { chromium } = createRequire(new URL("../tests/browser/", import.meta.url))("@playwright/test");
const rounded = readFileSync(`${folder}favicon.svg`, "utf8");
// Systems cut these themselves: colour to the edge, and a maskable one's drawing within the inner 80 %.
const full = rounded.replace('rx="9" ', "");
const maskable = rounded.replace('rx="9" ', 'x="-4" y="-4" ').replace('width="32" height="32"', 'width="40" height="40"')
  .replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40"');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
for (const [name, size, drawing] of [
  ["icon-192", 192, rounded],
  ["icon-512", 512, rounded],
  ["icon-maskable-512", 512, maskable],
  ["apple-touch-icon", 180, full],
]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${drawing}`);
  await page.screenshot({ path: `${folder}${name}.png`, omitBackground: true });
}
await browser.close();
