import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Whoever has a page open. */
interface Viewer {
  readonly page: Page;
}

const widths = { 390: 844, 768: 1024, 1440: 900 } as const;

/** Takes a picture, and looks whether the page scrolls sideways or a control lies outside of its place. */
export async function look(person: Viewer, name: string): Promise<void> {
  // Or something stands in the picture's place.
  const isPlaying = () =>
    [...document.querySelectorAll("video")].every(
      (video) => video.videoWidth > 0 || video.parentElement?.querySelector(".avatar-layer, .tile-note"),
    );
  await person.page.waitForFunction(isPlaying, null, { timeout: 15_000 });
  await person.page.screenshot({ path: `../../artifacts/screenshots/${name}.png` });
  const overflow = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, `${name} scrolls sideways by`).toBeLessThanOrEqual(0);
  expect(await person.page.evaluate(controlsOutside), `${name}: outside of its place`).toEqual([]);
}

/** The buttons that stick out of their section, or of the window. Runs in the page. */
function controlsOutside(): string[] {
  const isOutside = (button: HTMLElement) => {
    const { left, right } = button.getBoundingClientRect();
    const place = button.closest("section, aside, dialog, [popover], li")?.getBoundingClientRect();
    return left < (place?.left ?? 0) - 1 || right > (place?.right ?? innerWidth) + 1;
  };
  const buttons = [...document.querySelectorAll("button")].filter((button) => button.checkVisibility());
  return buttons.filter(isOutside).map((button) => button.ariaLabel ?? button.textContent ?? "");
}

/** Passes when what is on the page now is accessible and fits on a phone, a tablet and a desk; takes a picture of each. */
export async function inspect(person: Viewer, name: string): Promise<void> {
  for (const [width, height] of Object.entries(widths)) {
    await person.page.setViewportSize({ width: Number(width), height });
    await look(person, `${name}-${width}`);
    // Between a phone and a desk there is nothing of its own.
    if (Number(width) === 768) continue;
    const { violations } = await new AxeBuilder({ page: person.page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    expect(found, `${name} at ${width} px`).toEqual([]);
  }
}

/** Names every control that can be seen but not reached by Tab, or that shows no ring when it is. */
export async function missedByTab(person: Viewer): Promise<string[]> {
  const { page } = person;
  const controls = await page.evaluate(() => {
    const root = document.querySelector("dialog[open]") ?? document.body;
    const all = [...root.querySelectorAll<HTMLElement>("button, input, select, textarea, a[href]")];
    const visible = all.filter((element) => element.checkVisibility() && !element.matches(":disabled"));
    Object.assign(window, { controls: new Map(visible.map((control) => [control, "not reached"])) });
    return visible.length;
  });
  for (let presses = 0; presses < controls + 5; presses++) {
    await page.keyboard.press("Tab");
    await page.evaluate(() => {
      const { controls } = window as unknown as { controls: Map<Element, string> };
      const active = document.activeElement;
      if (!active || !controls.has(active)) return;
      const { outlineStyle, outlineWidth, opacity } = getComputedStyle(active);
      const hasRing = outlineStyle === "solid" && Number.parseFloat(outlineWidth) >= 2 && opacity !== "0";
      controls.set(active, hasRing ? "fine" : "no ring");
    });
  }
  return page.evaluate(() => {
    const { controls } = window as unknown as { controls: Map<Element, string> };
    return [...controls]
      .filter(([, state]) => state !== "fine")
      .map(([control, state]) => `${state}: ${control.ariaLabel ?? control.id ?? control.textContent}`);
  });
}
