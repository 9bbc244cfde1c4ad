import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // For those that try many cases on a machine that does other things too.
    testTimeout: 20_000,
    coverage: {
      provider: "v8",
      include: ["src"],
      reporter: ["text-summary", "html"],
      reportsDirectory: "../../artifacts/coverage",
      thresholds: { lines: 90 },
    },
  },
});
