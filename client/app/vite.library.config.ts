import { defineConfig } from "vite";

// The library in one file, for pages without a bundler: import { join } from "/rtchub.js".
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "../../src/RtcHub.Server/wwwroot",
    emptyOutDir: false,
    lib: { entry: "../rtchub/dist/index.js", formats: ["es"], fileName: () => "rtchub.js" },
  },
});
