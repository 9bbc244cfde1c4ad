// Looks in the servers' logs, written at Trace, for what must be in none: node find-leaks.mjs LOGS CLUSTER_LOGS. What people
// said in the tests is in LOGS/secrets.txt, a line each; the rest is known by its shape.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const shapes = {
  "a description": /a=(?:fingerprint|ice-ufrag|ice-pwd|setup)|v=0\\r/,
  "a candidate": /candidate:\S+ \d+ (?:udp|tcp)/i,
  "a token": /eyJ[\w-]{8,}\.[\w-]{8,}/,
  "a ticket": /[\w-]{90,}/,
  "a TURN credential": /\b\d{10}:[0-9a-f]{8}-[0-9a-f]{4}-/,
  "a query": /access_token=|[?&](?:topic|near)=/,
};

const folders = process.argv.slice(2).filter((folder) => existsSync(folder));
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".log"))
    .map((name) => join(folder, name)),
);
const secrets = [...new Set(readFileSync(join(folders[0], "secrets.txt"), "utf8").split("\n"))].filter((secret) => secret.length > 2);
const words = secrets.map((secret) => [`"${secret}"`, asWord(secret)]);

/** By itself, not within a word. */
function asWord(secret) {
  const escaped = secret.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\d])${escaped}(?![\\p{L}\\d])`, "u");
}

let lines = 0;
let leaks = 0;
for (const file of files) {
  for (const line of readFileSync(file, "utf8").split("\n")) {
    lines++;
    for (const [what, pattern] of [...Object.entries(shapes), ...words]) {
      if (!pattern.test(line)) continue;
      leaks++;
      console.log(`${what} in ${file}: ${line}`);
    }
  }
}

console.log(`${files.length} logs, ${lines} lines, ${secrets.length} secrets: ${leaks} leaks`);
process.exit(leaks === 0 && lines > 1_000 && secrets.length > 5 ? 0 : 1);
