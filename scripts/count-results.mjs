// Adds up what every suite counted and prints "N passed, N failed". A suite that failed without a failed test in its
// result counts as one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [results, failedSuites] = [process.argv[2], Number(process.argv[3])];
let passed = 0;
let failed = 0;

for (const file of readdirSync(results)) {
  const text = readFileSync(join(results, file), "utf8");
  if (file.endsWith(".trx")) {
    const counters = /<Counters ([^>]*)/.exec(text)?.[1] ?? "";
    const counter = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters)?.[1] ?? 0);
    passed += counter("passed");
    failed += counter("total") - counter("passed");
  } else if (file.startsWith("vitest-")) {
    const result = JSON.parse(text);
    passed += result.numPassedTests;
    failed += result.numTotalTests - result.numPassedTests;
  } else if (file.startsWith("playwright")) {
    const { stats } = JSON.parse(text);
    passed += stats.expected;
    failed += stats.unexpected + stats.flaky + stats.skipped;
  }
}

for (const file of ["vitest-rtchub.json", "vitest-app.json", "playwright.json"]) {
  if (existsSync(join(results, file))) continue;
  console.log(`no result: ${file}`);
  failed += 1;
}

failed = Math.max(failed, failedSuites);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
