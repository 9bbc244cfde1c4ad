import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { traceAll } from "./canary.ts";
import { managementKey } from "./operator.ts";
import { freePort } from "./server.ts";

const script = fileURLToPath(new URL("../../../scripts/cluster.sh", import.meta.url));

/** Redis, three nodes and HAProxy, each a process of its own: see `scripts/cluster.sh`. Their logs are in `directory`. */
export class Cluster {
  private readonly handleExit = () => this.kill();

  private constructor(
    private readonly directory: string,
    private readonly port: number,
  ) {
    process.once("exit", this.handleExit);
  }

  static async start(directory: string): Promise<Cluster> {
    const cluster = new Cluster(directory, await freePort());
    await cluster.run("start", `${cluster.port}`);
    return cluster;
  }

  /** HAProxy's. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What a client is given that is to be on that node: 1, 2 or 3. */
  nodeUrl(node: number): string {
    return this.read(`node${node}.url`);
  }

  /** Where that node's operators look. */
  managementUrl(node: number): string {
    return this.read(`node${node}.management.url`);
  }

  /** Drains a node and starts it again. Resolves when it is ready. */
  async restartNode(node: number): Promise<void> {
    await this.run("restart-node", `${node}`);
  }

  /** Without a goodbye, as a crash would. */
  killNode(node: number): void {
    this.signal(`node${node}.pid`);
  }

  /** Ends everything at once. */
  kill(): void {
    process.off("exit", this.handleExit);
    if (!existsSync(this.directory)) return;
    for (const file of readdirSync(this.directory)) if (file.endsWith(".pid")) this.signal(file);
  }

  private signal(file: string): void {
    try {
      process.kill(Number(this.read(file)), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }

  private async run(command: string, ...args: string[]): Promise<void> {
    // A page from HAProxy may be told by a test to connect to a node itself, whose origin is another.
    const env = {
      ...process.env,
      ...traceAll,
      RtcHub__AllowedOrigins__0: this.url,
      RtcHub__Management__Key: managementKey,
    };
    await promisify(execFile)(script, [command, this.directory, ...args], { env });
  }

  private read(file: string): string {
    return readFileSync(`${this.directory}/${file}`, "utf8").trim();
  }
}
