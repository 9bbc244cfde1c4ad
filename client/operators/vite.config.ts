import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative, so that the page also works when it is served below a sub-path.
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../../src/RtcHub.Server/operators",
    emptyOutDir: true,
    // Files only, no data: URLs: a strict Content-Security-Policy (default-src 'self') blocks nothing.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { "/api": "http://127.0.0.1:5081" },
  },
  test: { environment: "happy-dom" },
});
