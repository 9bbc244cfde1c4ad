import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "@playwright/test";

/** A page of somebody else: another port of this machine, which makes it another origin. */
export class OtherPage {
  private readonly web = createServer((_, response) => {
    response.setHeader("content-type", "text/html").end("<!doctype html><title>Somebody else's</title>");
  });

  get origin(): string {
    return `http://localhost:${(this.web.address() as AddressInfo).port}`;
  }

  static async serve(): Promise<OtherPage> {
    const page = new OtherPage();
    page.web.listen(0, "localhost");
    await once(page.web, "listening");
    return page;
  }

  async open(browser: Browser): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(this.origin);
    return page;
  }

  close(): void {
    this.web.close();
    this.web.closeAllConnections();
  }
}

/** Whether a WebSocket to that address opens. Runs in a page. */
export function opensWebSocket(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.onopen = () => resolve(true);
    socket.onerror = () => resolve(false);
  });
}
