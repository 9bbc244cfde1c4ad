import { existsSync, readFileSync } from "node:fs";
import type { BrowserContext } from "@playwright/test";

/** Follows what a browser's pages hold in memory, in MB: all of their processes, with what is shared and what is garbage. */
export class MemoryWatch {
  private before = 0;
  private peak = 0;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly processes: number[],
    private readonly collectGarbage: () => Promise<unknown>,
  ) {
    this.before = this.peak = this.read();
    this.timer = setInterval(() => {
      this.peak = Math.max(this.peak, this.read());
    }, 50);
  }

  static async start(context: BrowserContext, collectGarbage: () => Promise<unknown>): Promise<MemoryWatch> {
    const browser = await context.browser()?.newBrowserCDPSession();
    if (!browser) throw new Error("no browser to ask");
    const { processInfo } = await browser.send("SystemInfo.getProcessInfo");
    await collectGarbage();
    const renderers = processInfo.filter(({ type }) => type === "renderer");
    return new MemoryWatch(
      renderers.map(({ id }) => id),
      collectGarbage,
    );
  }

  /** By how much memory had grown at its highest, and has when the garbage is gone. */
  async stop(): Promise<{ peak: number; after: number }> {
    clearInterval(this.timer);
    await this.collectGarbage();
    return { peak: this.peak - this.before, after: this.read() - this.before };
  }

  private read(): number {
    // One may have ended: Chromium keeps a spare.
    const running = this.processes.filter((id) => existsSync(`/proc/${id}`));
    const sizes = running.map((id) => {
      const status = readFileSync(`/proc/${id}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    });
    return Math.round(sizes.reduce((sum, size) => sum + size));
  }
}
