import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, CDPSession, Page } from "@playwright/test";
import { launchChromiumOnDisk } from "./chromium.ts";
import { joinRoom, seededBlock } from "./file-scripts.ts";
import { MemoryWatch } from "./memory-watch.ts";

/** A browser of its own, with a profile on disk as people have it, on an empty page of the server that the library is loaded into. */
export class FilePage {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly devtools: CDPSession,
    private readonly folder: string,
  ) {}

  static async open(url: string): Promise<FilePage> {
    const folder = await mkdtemp(join(tmpdir(), "rtchub-files-"));
    const context = await launchChromiumOnDisk(folder);
    const page = await context.newPage();
    await context.pages()[0]?.close();
    await page.addInitScript(`window.seededBlock = ${seededBlock}`);
    await page.goto(`${url}/favicon.svg`);
    return new FilePage(page, context, await context.newCDPSession(page), folder);
  }

  join(topic: string): Promise<void> {
    return this.page.evaluate(joinRoom, topic);
  }

  /** Follows the memory of the page's process from here on. */
  watchMemory(): Promise<MemoryWatch> {
    return MemoryWatch.start(this.context, () => this.devtools.send("HeapProfiler.collectGarbage"));
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
