import { defineConfig } from "vite";

const pages = [
  "index.html",
  "BringYourOwnPeerConnection/index.html",
  "Broadcast/index.html",
  "ChatOnly/index.html",
  "FilesDrop/index.html",
  "React/index.html",
  "SimplePeer/index.html",
];

// The service of all samples, which the pages reach below their own address.
const proxy = { "/rtc": { target: process.env.RTCHUB ?? "http://localhost:5080", ws: true } };

export default defineConfig({
  appType: "mpa",
  // The library comes from beside, where it has a React for its own tests.
  resolve: { dedupe: ["react"] },
  build: { rolldownOptions: { input: pages } },
  server: { proxy },
  preview: { proxy },
});
