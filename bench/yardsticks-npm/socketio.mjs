// A signaling relay on socket.io, as its tutorials have it. With a Redis: one of several nodes.
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http);
const redis = process.env.REDIS; // host:port
if (redis) {
  const publisher = createClient({ url: `redis://${redis}` });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber));
}

io.on("connection", (socket) => {
  socket.on("subscribe", async (topic, answer) => {
    await socket.join(topic);
    socket.to(topic).emit("joined", socket.id);
    answer();
  });
  socket.on("Message", (to, payload, topic) => (to === "*" ? socket.to(topic) : io.to(to)).emit("Message", socket.id, payload));
  for (const kind of ["Offer", "Answer", "Candidate"]) {
    socket.on(kind, (to, payload) => io.to(to).emit(kind, socket.id, payload));
  }
});

http.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${http.address().port}`));
