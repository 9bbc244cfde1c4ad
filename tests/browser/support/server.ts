import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { keepLog, traceAll } from "./canary.ts";

/** A host of this repository: its project's folder below the root. */
export type Host = "src/RtcHub.Server" | "samples/SmallestHost";

/** A real server as a process of its own, on one port for its whole life so that it can be killed and come back. */
export class Server {
  private process: ChildProcess | null = null;

  private constructor(
    readonly host: Host,
    readonly port: number,
    private readonly settings: Record<string, string>,
    private readonly address: string,
  ) {}

  get url(): string {
    return `http://${this.address}:${this.port}`;
  }

  static async start(
    host: Host = "src/RtcHub.Server",
    settings: Record<string, string> = {},
    address = "localhost",
  ): Promise<Server> {
    const server = new Server(host, await freePort(), settings, address);
    await server.start();
    return server;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const folder = fileURLToPath(new URL(`../../../${this.host}`, import.meta.url));
    const assembly = `${folder}/bin/Debug/net10.0/${basename(this.host)}.dll`;
    const child = spawn("dotnet", [assembly, "--urls", this.url], {
      cwd: folder,
      env: { ...process.env, ...traceAll, ...this.settings },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.process = child;
    keepLog(child.stdout);
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes(this.url)) {
        child.stdout.resume();
        return;
      }
    }
    throw new Error(`the server ended with ${child.exitCode}`);
  }

  /** Cuts every connection that is open to it, on both ends, as a network that went away would. */
  cutConnections(): void {
    const ends = `( dport = :${this.port} or sport = :${this.port} )`;
    const cut = execFileSync(
      "ss",
      ["--kill", "--tcp", "--numeric", "--no-header", "state", "established", ends],
      {
        encoding: "utf8",
      },
    );
    if (cut.trim() === "") throw new Error("no connection was open");
  }

  /** Without a goodbye, as a crash would. */
  async kill(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null) return;
    this.process = null;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
