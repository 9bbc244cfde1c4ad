import type { Page, WebSocketRoute } from "@playwright/test";

const separator = "\u001e";

/** A message of SignalR's JSON protocol, as far as tests look at it. */
export interface HubMessage {
  type?: number;
  target?: string;
  arguments?: unknown[];
}

export type Direction = "to the server" | "to the page";

/** Stands between a page and the service: keeps everything that passes, and may change it. */
export class WireTap {
  readonly urls: string[] = [];
  readonly messages: HubMessage[] = [];
  /** Changes a message in place. Later ones wait for it. */
  change: (message: HubMessage, direction: Direction) => void | Promise<void> = () => {};
  private toPage: WebSocketRoute | null = null;

  /** For the sockets that the page opens from now on. */
  static async on(page: Page): Promise<WireTap> {
    const tap = new WireTap();
    await page.routeWebSocket(/\/rtc\?/, (socket) => tap.stand(socket));
    return tap;
  }

  /** Tells the page what the service has not said. */
  tellPage(target: string, ...args: unknown[]): void {
    this.toPage?.send(write([{ type: 1, target, arguments: args }]));
  }

  private stand(page: WebSocketRoute): void {
    const server = page.connectToServer();
    this.urls.push(page.url());
    this.toPage = page;
    page.onMessage(this.passing("to the server", (data) => server.send(data)));
    server.onMessage(this.passing("to the page", (data) => page.send(data)));
  }

  private passing(direction: Direction, send: (data: string) => void): (data: string | Buffer) => void {
    let last = Promise.resolve();
    return (data) => {
      last = last.then(async () => {
        const messages = read(String(data));
        this.messages.push(...messages.map((message) => structuredClone(message)));
        for (const message of messages) await this.change(message, direction);
        send(write(messages));
      });
    };
  }
}

function read(data: string): HubMessage[] {
  const parts = data.split(separator).filter((part) => part !== "");
  return parts.map((part) => JSON.parse(part));
}

function write(messages: HubMessage[]): string {
  return messages.map((message) => JSON.stringify(message) + separator).join("");
}
