// Adds up what every suite counted, names the tests that failed, and prints "N passed, N failed". A suite that failed
// without a failed test in its result counts as one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [results, failedSuites] = [process.argv[2], Number(process.argv[3])];
let passed = 0;
const broken = [];

const readTrx = (text) => {
  passed += Number(/<Counters [^>]*\bpassed="(\d+)"/.exec(text)?.[1] ?? 0);
  for (const [result] of text.matchAll(/<UnitTestResult [^>]*>/g)) {
    if (!result.includes('outcome="Passed"')) broken.push(/testName="([^"]*)"/.exec(result)[1]);
  }
};

const readVitest = (text) => {
  const result = JSON.parse(text);
  passed += result.numPassedTests;
  for (const test of result.testResults.flatMap((file) => file.assertionResults)) {
    if (test.status !== "passed") broken.push(test.fullName);
  }
};

const readPlaywright = (text) => {
  const { stats, suites } = JSON.parse(text);
  passed += stats.expected;
  const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
  for (const spec of suites.flatMap(specsOf)) {
    for (const test of spec.tests) {
      if (test.status !== "expected") broken.push(`${spec.file}: ${spec.title} (${test.status})`);
    }
  }
};

for (const file of readdirSync(results)) {
  const text = readFileSync(join(results, file), "utf8");
  if (file.endsWith(".trx")) readTrx(text);
  else if (file.startsWith("vitest-")) readVitest(text);
  else if (file.startsWith("playwright")) readPlaywright(text);
}

for (const file of ["vitest-rtchub.json", "vitest-app.json", "playwright.json"]) {
  if (!existsSync(join(results, file))) broken.push(`no result: ${file}`);
}

for (const name of broken) console.log(`FAILED: ${name}`);
const failed = Math.max(broken.length, failedSuites);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
