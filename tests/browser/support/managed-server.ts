import { managementKey } from "./operator.ts";
import { freePort, Server } from "./server.ts";

/** A server with its management port, whose key is known. */
export class ManagedServer {
  readonly key = managementKey;

  private constructor(
    private readonly server: Server,
    readonly managementUrl: string,
  ) {}

  static async start(): Promise<ManagedServer> {
    const managementUrl = `http://127.0.0.1:${await freePort()}`;
    const settings = { RtcHub__Management__Url: managementUrl, RtcHub__Management__Key: managementKey };
    return new ManagedServer(await Server.start("src/RtcHub.Server", settings), managementUrl);
  }

  get url(): string {
    return this.server.url;
  }

  /** Again, after it was killed. */
  start(): Promise<void> {
    return this.server.start();
  }

  kill(): Promise<void> {
    return this.server.kill();
  }
}
