import { defineConfig } from "@playwright/test";

// Browsers, server and calls share two cores: one test at a time, and no retry that would hide a race.
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: "../../artifacts/browser",
  reporter: [["list"], ["json", { outputFile: "../../artifacts/results/playwright.json" }]],
});
