import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const deployed = fileURLToPath(new URL("../../../deploy/coturn/turnserver.conf", import.meta.url));

/** The address in `scripts/in-own-network.sh` that looks public: relays have it, and the deployed file permits no other. */
const address = "1.2.3.4";
const port = 3478;
const secret = "north-star-0123456789";

/** A real coturn with the file that is deployed, and beside it what docker-compose.yml adds. */
export class Coturn {
  private constructor(
    private readonly process: ChildProcess,
    private readonly directory: string,
  ) {}

  static async start(): Promise<Coturn> {
    const directory = mkdtempSync(join(tmpdir(), "coturn-"));
    const file = join(directory, "turnserver.conf");
    copyFileSync(deployed, file);
    const added = [
      `static-auth-secret=${secret}`,
      "realm=rtchub",
      `listening-ip=${address}`,
      `relay-ip=${address}`,
      `userdb=${directory}/turndb`,
      `pidfile=${directory}/pid`,
    ];
    writeFileSync(file, added.join("\n"), { flag: "a" });
    const coturn = new Coturn(spawn("turnserver", ["-c", file], { stdio: "ignore" }), directory);
    while (!(await coturn.answers())) await wait(10);
    return coturn;
  }

  /** What a node is told, so that its clients connect through this server only. */
  settings(transport: "udp" | "tcp", ownSecret = secret): Record<string, string> {
    return {
      RtcHub__Ice__TurnUrls__0: `turn:${address}:${port}?transport=${transport}`,
      RtcHub__Ice__TurnSecrets__0: ownSecret,
      RtcHub__Ice__RelayOnlyTopics__0: "*",
    };
  }

  async kill(): Promise<void> {
    if (this.process.exitCode === null) {
      this.process.kill("SIGKILL");
      await once(this.process, "exit");
    }
    rmSync(this.directory, { recursive: true });
  }

  private async answers(): Promise<boolean> {
    if (this.process.exitCode !== null) throw new Error(`coturn ended with ${this.process.exitCode}`);
    const socket = connect(port, address);
    try {
      await once(socket, "connect");
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  }
}
