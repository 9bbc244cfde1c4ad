// How long a newcomer's page takes from the call that brings it in until its data channel is open, in a real Chromium: a line for each call.
// Arguments: Chromium, the addresses of RtcHub and of the PeerJS server, and how many calls of each.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";

/** Calls that do not count: browser and services have everything yet to load and to compile. */
const WARM_UP = 5;

const [executablePath, rtcHub, peerJs, calls] = process.argv.slice(2);

/** What the pages of each do: wait for a call, and come into it. */
const rtcHubPage = {
  script: new URL("../../src/RtcHub.Server/wwwroot/rtchub.js", import.meta.url),
  url: new URL("/rtc", rtcHub).href,
  wait: async ({ topic, url, metadata }) => {
    window.room = await library.join(topic, { url, metadata });
  },
  come: ({ topic, url, metadata }) => {
    window.began = performance.now();
    void library.join(topic, { url, metadata }).then((room) => Object.assign(window, { room }));
  },
  leave: () => room.leave(),
};
const contestants = {
  RtcHub: rtcHubPage,
  "RtcHub, with metadata": { ...rtcHubPage, metadata: { name: "Ada" } },
  PeerJS: {
    script: new URL("node_modules/peerjs/dist/peerjs.min.js", import.meta.url),
    url: peerJs,
    wait: ({ topic, url }) => {
      const { hostname: host, port } = new URL(url);
      window.peer = new Peer(topic, { host, port, path: "/" });
      return new Promise((resolve) => peer.on("open", resolve)).then(() => {});
    },
    come: ({ topic, url }) => {
      const { hostname: host, port } = new URL(url);
      window.began = performance.now();
      // With an id of its own, or the server would be asked for one first, which is one more round trip.
      window.peer = new Peer(`${topic}-newcomer`, { host, port, path: "/" });
      peer.on("open", () => peer.connect(topic)); // before, what it says is lost
    },
    leave: () => peer.destroy(),
  },
};

const pages = createServer((request, response) => {
  const script = contestants[decodeURIComponent(request.url.slice(1))]?.script;
  response.setHeader("Content-Type", script ? "text/javascript" : "text/html");
  response.end(script && readFileSync(script));
}).listen(0, "127.0.0.1");
await once(pages, "listening");
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--allow-loopback-in-peer-connection"],
});

const pairs = [];
for (const [name, contestant] of Object.entries(contestants))
  pairs.push({ name, ...contestant, present: await openPage(name), newcomer: await openPage(name) });
for (let call = 0; call < WARM_UP + Number(calls); call++)
  for (const { name, wait, come, leave, url, metadata, present, newcomer } of pairs) {
    const place = { topic: `call-${randomUUID()}`, url, metadata };
    await present.evaluate(wait, place);
    await newcomer.evaluate(watchChannel);
    await newcomer.evaluate(come, place);
    const milliseconds = await newcomer.evaluate(() => opened);
    if (call >= WARM_UP) console.log(JSON.stringify({ name, milliseconds }));
    for (const page of [newcomer, present]) await page.evaluate(leave);
  }

await browser.close();
pages.close();

/** A page with the library: RtcHub's as `library`, that of PeerJS as `Peer`. It may use the camera, as pages that call may: Chromium then shows its addresses to the other end. */
async function openPage(name) {
  const context = await browser.newContext({ permissions: ["camera", "microphone"] });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${pages.address().port}/`);
  await page.evaluate(async (script) => {
    window.library = await import(script);
  }, `/${encodeURIComponent(name)}`);
  return page;
}

/** Promises, as `opened`, how long it has taken when the page's first data channel is open. Runs in the page. */
function watchChannel() {
  window.opened = new Promise((resolve) => {
    const { createDataChannel } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.createDataChannel = function (...told) {
      const channel = createDataChannel.apply(this, told);
      channel.addEventListener("open", () => resolve(performance.now() - began));
      RTCPeerConnection.prototype.createDataChannel = createDataChannel;
      return channel;
    };
  });
}
