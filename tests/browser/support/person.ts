import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import { keepSecret } from "./canary.ts";
import { keepPeerConnections, receivedMedia } from "./probe.ts";

/** Someone with the page open. Finds everything by the names that assistive technology hears. */
export class Person {
  private constructor(
    readonly page: Page,
    readonly name: string,
  ) {}

  static async open(
    browser: Browser,
    url: string,
    name: string,
    options?: BrowserContextOptions,
  ): Promise<Person> {
    return Person.openIn(await browser.newContext(options), url, name);
  }

  /** Another person in another tab of the same browser. */
  static beside(person: Person, url: string, name: string): Promise<Person> {
    return Person.openIn(person.page.context(), url, name);
  }

  private static async openIn(context: BrowserContext, url: string, name: string): Promise<Person> {
    const page = await context.newPage();
    await page.addInitScript(keepPeerConnections);
    await page.goto(url);
    return new Person(page, name);
  }

  /** The same person in a copy of the tab, with what the tab has stored. */
  async duplicate(): Promise<Person> {
    const opening = this.page.waitForEvent("popup");
    await this.page.evaluate(() => open(location.href));
    return new Person(await opening, this.name);
  }

  async join(topic: string): Promise<void> {
    keepSecret(topic);
    await this.page.getByRole("textbox", { name: "Topic" }).fill(topic);
    await this.enter();
  }

  /** Joins what the link or a choice before has led to. */
  async enter(): Promise<void> {
    keepSecret(this.name);
    await this.page.getByRole("textbox", { name: "Your name" }).fill(this.name);
    await this.page.getByRole("button", { name: "Join", exact: true }).click();
    await expect(this.button("Leave")).toBeVisible();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  videoOf(other: string): Locator {
    return this.page.locator(`video[aria-label="${other}"]`);
  }

  /** The tile with someone's picture; "You" is our own. */
  tileOf(other: string): Locator {
    return this.page.getByRole("listitem").filter({ has: this.videoOf(other) });
  }

  get chat(): Locator {
    return this.page.getByRole("log");
  }

  /** How the call is, which stands before the notices. */
  get status(): Locator {
    return this.page.getByRole("status").first();
  }

  get notices(): Locator {
    return this.page.getByRole("status", { name: "Notices" });
  }

  async say(text: string): Promise<void> {
    keepSecret(text);
    await this.page.getByRole("textbox", { name: "Message" }).fill(text);
    await this.button("Send").click();
  }

  /** Passes when the other's video is on the page once and moves. */
  async seesMoving(other: string): Promise<void> {
    await expect(this.videoOf(other)).toHaveCount(1);
    await expect
      .poll(() => this.videoOf(other).evaluate((video: HTMLVideoElement) => video.videoWidth), {
        message: `${this.name} sees ${other}`,
      })
      .toBeGreaterThan(0);
    const before = await this.videoTime(other);
    await expect
      .poll(() => this.videoTime(other), { message: `${other} moves for ${this.name}` })
      .toBeGreaterThan(before);
  }

  /** Passes when the other's tile says that the microphone is off, of which only the service tells. */
  async seesMuted(other: string): Promise<void> {
    await expect(
      this.page.getByRole("listitem").filter({ hasText: new RegExp(`Muted:\\s*${other}`) }),
    ).toBeVisible();
  }

  received(): Promise<Awaited<ReturnType<typeof receivedMedia>>> {
    return this.page.evaluate(receivedMedia);
  }

  /** Passes when every one of so many incoming videos decodes further frames from now on. */
  async decodesVideos(count: number): Promise<void> {
    await expect
      .poll(async () => (await this.received()).frames.length, { message: `${this.name}'s videos` })
      .toBe(count);
    const before = (await this.received()).frames;
    await expect
      .poll(async () => (await this.received()).frames.every((frames, i) => frames > (before[i] ?? 0)), {
        message: `${this.name} decodes ${count} videos`,
      })
      .toBe(true);
  }

  /** The eight emoji's names, once they are there; the dialog stays open. */
  async safetyCodeWith(other: string): Promise<string[]> {
    await this.button(`Safety code with ${other}`).click();
    const emoji = this.page.getByRole("dialog").getByRole("listitem");
    await expect(emoji).toHaveCount(8);
    return emoji.allTextContents();
  }

  /** The colour beside someone's head. */
  wallBehind(other: string): Promise<{ red: number; blue: number }> {
    return this.videoOf(other).evaluate((video: HTMLVideoElement) => {
      const canvas = document.createElement("canvas").getContext("2d");
      canvas?.drawImage(video, 0, 0, 100, 100);
      const [red = 0, , blue = 0] = canvas?.getImageData(20, 60, 1, 1).data ?? [];
      return { red, blue };
    });
  }

  private videoTime(other: string): Promise<number> {
    return this.videoOf(other).evaluate(
      (video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames,
    );
  }
}
