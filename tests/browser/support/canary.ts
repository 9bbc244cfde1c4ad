import { appendFileSync, createWriteStream, mkdirSync } from "node:fs";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../artifacts/server-logs/", import.meta.url));
let logs = 0;

/** Servers say all they can, for what they must never say is looked for in it: `scripts/find-leaks.mjs`. */
export const traceAll: Record<string, string> = {
  Logging__LogLevel__Default: "Trace",
  "Logging__LogLevel__Microsoft.AspNetCore": "Trace",
  "Logging__LogLevel__Microsoft.Hosting.Lifetime": "Trace",
};

/** Keeps a server's output. */
export function keepLog(output: Readable): void {
  mkdirSync(folder, { recursive: true });
  output.pipe(createWriteStream(`${folder}server-${process.pid}-${++logs}.log`));
}

/** Notes a topic, a name or a text of somebody's: no log may have it. It must be something that no server says by itself, as "files" or "keys". */
export function keepSecret(secret: string): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(`${folder}secrets.txt`, `${secret}\n`);
}
