import { beforeEach } from "vitest";
import { Room, type RoomOptions } from "../../src/room/room.js";
import { closeAfterTest, pass, service } from "./hub-setup.js";
import { FakeNetwork } from "./peer-connection.js";

// The same with a network for each test, between rooms.

export let network: FakeNetwork;

beforeEach(() => {
  network = new FakeNetwork();
});

export type EnterOptions = RoomOptions & { topic?: string };

/** A room on the fake service and network, not opened. */
export function createRoom(name: string, { topic = "t", ...options }: EnterOptions = {}): Room {
  const room = new Room(topic, {
    url: service.url,
    webSocket: service.webSocket,
    rtc: network,
    metadata: { name },
    ...options,
  });
  closeAfterTest(() => room.leave());
  return room;
}

/** Rejects when the service refuses. */
export async function enter(name: string, options?: EnterOptions): Promise<Room> {
  const room = createRoom(name, options);
  await Promise.all([room.open(), pass()]);
  return room;
}
