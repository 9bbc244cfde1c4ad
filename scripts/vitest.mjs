// Runs the vitest suites of the client workspace, each with a JSON result for the count; the library's fails below its coverage.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const results = resolve(process.argv[2]);
let failed = false;
for (const [workspace, options] of [
  ["rtchub", ["--coverage"]],
  ["ui", []],
  ["app", []],
  ["operators", []],
]) {
  const output = resolve(results, `vitest-${workspace}.json`);
  const run = spawnSync(
    "npx",
    ["vitest", "run", ...options, "--reporter=default", "--reporter=json", `--outputFile.json=${output}`],
    { cwd: workspace, stdio: "inherit" },
  );
  failed ||= run.status !== 0;
}
process.exit(failed ? 1 : 0);
