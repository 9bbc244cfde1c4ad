import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort, type Server } from "./server.ts";

const folder = fileURLToPath(new URL("../../../samples/", import.meta.url));
const vite = `${folder}node_modules/vite/bin/vite.js`;

/** Builds the pages of all samples. */
export function buildSamples(): void {
  execFileSync(process.execPath, [vite, "build", "--logLevel", "warn"], { cwd: folder, stdio: "inherit" });
}

/** The built pages of the samples as a process of its own, with a service behind them. */
export class SamplePages {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
  ) {}

  static async serve(server: Server): Promise<SamplePages> {
    const port = String(await freePort());
    const child = spawn(process.execPath, [vite, "preview", "--port", port, "--strictPort"], {
      cwd: folder,
      env: { ...process.env, RTCHUB: server.url },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await lineWith(child, port);
    return new SamplePages(child, `http://localhost:${port}`);
  }

  kill(): Promise<void> {
    return end(this.process);
  }
}

/** The bot, in a folder that the files it takes go to. */
export class Bot {
  private constructor(private readonly process: ChildProcess) {}

  static async join(server: Server, topic: string, cwd: string, webrtc: string): Promise<Bot> {
    const args = [`${folder}NodeBot/bot.mjs`, `${server.url}/rtc`, topic, webrtc];
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
    await lineWith(child, `in ${topic}`);
    return new Bot(child);
  }

  /** Asks it to leave; resolves with its exit code, or the signal that ended it. */
  async leave(): Promise<number | NodeJS.Signals | null> {
    const exited = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await exited;
    return this.process.exitCode ?? this.process.signalCode;
  }

  kill(): Promise<void> {
    return end(this.process);
  }
}

async function lineWith(child: ChildProcess, text: string): Promise<void> {
  if (!child.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes(text)) {
      child.stdout.resume();
      return;
    }
  }
  throw new Error(`ended with ${child.exitCode} before it said ${text}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
