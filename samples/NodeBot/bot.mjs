// A peer without a browser: node bot.mjs [where the hub is] [topic] [implementation of WebRTC]
import { createWriteStream } from "node:fs";
import { Writable } from "node:stream";
import { join } from "rtchub";
import WebSocket from "ws"; // for Node before 22, which has none of its own

const [url = "http://localhost:5080/rtc", topic = "lobby", implementation = "./node-datachannel.mjs"] =
  process.argv.slice(2);
const { default: webrtc } = await import(implementation); // or @roamhq/wrtc, which has audio and video too

const room = await join(topic, { url, metadata: { name: "Bot" }, webrtc, webSocket: WebSocket });
console.log(`in ${room.topic}`);

/** What the page of the service takes for a line of the chat. */
const say = (peer, text) => peer.send({ type: "chat", text });

const greeted = new WeakSet();
room.on("peerupdated", async (peer) => {
  if (greeted.has(peer)) return;
  greeted.add(peer);
  // Not before data gets through, of which another "peerupdated" tells.
  if (!(await say(peer, `Hello ${peer.metadata?.name ?? "stranger"}`))) greeted.delete(peer);
});

room.on("data", (peer, data) => {
  if (data?.type === "chat") say(peer, `You said: ${data.text}`);
});

room.onRequest("time", () => new Date().toISOString());

room.on("file", async (peer, file) => {
  // The name has no path in it. Never over a file that is there.
  const to = Writable.toWeb(createWriteStream(file.name, { flags: "wx" }));
  try {
    await file.accept({ to });
    say(peer, `I have ${file.name}, ${file.size} bytes`);
  } catch (error) {
    say(peer, `I could not take ${file.name}: ${error.message}`);
  }
});

room.on("removed", (reason) => console.log(`removed: ${reason}`));
room.on("error", (error) => console.error(error));
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, async () => {
    await room.leave();
    process.exit(); // by itself too, but @roamhq/wrtc crashes then when somebody had sent it media
  });
