import { type Browser, type BrowserContextOptions, expect, type Locator, type Page } from "@playwright/test";
import { keepSecret } from "./canary.ts";

/** What opens the management ports of the tests' servers. */
export const managementKey = "of-the-tests-0123456789abcdef0123456789abcdef";

/** Someone with the operators' page open. */
export class Operator {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, url: string, options?: BrowserContextOptions): Promise<Operator> {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(url);
    return new Operator(page);
  }

  /** The same with the key shown, and the feed live. */
  static async enter(browser: Browser, url: string, options?: BrowserContextOptions): Promise<Operator> {
    keepSecret(managementKey);
    const operator = await Operator.open(browser, url, options);
    await operator.showKey(managementKey);
    await operator.seesLive();
    return operator;
  }

  async showKey(key: string): Promise<void> {
    await this.page.getByLabel("Management key").fill(key);
    await this.button("Show the service").click();
  }

  async seesLive(): Promise<void> {
    await expect(this.page.getByText("Live", { exact: true })).toBeVisible();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** The row of a table that has that in it. */
  row(text: string): Locator {
    return this.page.getByRole("row").filter({ hasText: text });
  }

  /** Finds the topic and opens it. */
  async openTopic(topic: string): Promise<void> {
    await this.page.getByRole("searchbox", { name: "Find a topic" }).fill(topic);
    await this.page.getByRole("listitem").getByRole("link", { name: topic }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: topic, exact: true })).toBeFocused();
  }

  /** To everybody in the topic that is open. */
  async sendNotice(text: string): Promise<void> {
    keepSecret(text);
    await this.page.getByLabel("Notice to everybody who is in").fill(text);
    await this.button("Send").click();
  }

  get notices(): Locator {
    return this.page.getByRole("status", { name: "Notices" });
  }

  /** Answers the question that has come up. */
  async answer(button: string): Promise<void> {
    await this.page.getByRole("alertdialog").getByRole("button", { name: button, exact: true }).click();
  }
}
