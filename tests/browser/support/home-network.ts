import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { executablePath, launchChromiumFor } from "./chromium.ts";

/** A network of somebody's own, whose one cable to the rest can be pulled, and who can be given another address. */
export class HomeNetwork {
  /** The rest of the world's address at the cable: where servers are to listen. */
  readonly outside = "10.50.0.1";
  private address = "10.50.0.2";

  private constructor(private readonly holder: ChildProcess) {}

  static async open(): Promise<HomeNetwork> {
    // A namespace lasts as long as a process in it.
    const holder = spawn("unshare", ["--net", "sh", "-c", "echo up; exec sleep infinity"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    const home = new HomeNetwork(holder);
    run("ip", "link", "add", "street", "type", "veth", "peer", "name", "home", "netns", `${holder.pid}`);
    run("ip", "addr", "add", `${home.outside}/24`, "dev", "street");
    run("ip", "link", "set", "street", "up");
    home.inside("ip", "link", "set", "lo", "up");
    home.inside("ip", "link", "set", "home", "up");
    home.takeAddress();
    return home;
  }

  /** A browser that has this network alone. `origin` counts as secure, though it is plain http. */
  launchChromium(origin: string): Promise<Browser> {
    const wrapper = join(mkdtempSync(join(tmpdir(), "rtchub-home-")), "chromium");
    writeFileSync(
      wrapper,
      `#!/bin/sh\nexec nsenter --target ${this.holder.pid} --net ${executablePath} "$@"\n`,
    );
    chmodSync(wrapper, 0o755);
    return launchChromiumFor(origin, wrapper);
  }

  /** Pulls the cable. */
  cut(): void {
    run("ip", "link", "set", "street", "down");
  }

  mend(): void {
    run("ip", "link", "set", "street", "up");
  }

  /** As on the way from one Wi-Fi to the next. */
  changeAddress(): void {
    this.inside("ip", "addr", "flush", "dev", "home");
    this.address = "10.50.0.3";
    this.takeAddress();
  }

  async close(): Promise<void> {
    // At once: the kernel takes its time with a namespace that nobody is in, and browsers would gather the address meanwhile.
    run("ip", "link", "delete", "street");
    this.holder.kill();
    await once(this.holder, "exit");
  }

  private takeAddress(): void {
    this.inside("ip", "addr", "add", `${this.address}/24`, "dev", "home");
    this.inside("ip", "route", "replace", "default", "via", this.outside);
  }

  private inside(...command: string[]): void {
    run("nsenter", "--target", `${this.holder.pid}`, "--net", ...command);
  }
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args);
}
