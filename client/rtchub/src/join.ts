import type { ConnectOptions } from "./connect.js";
import { Room } from "./room.js";
import type { JsonObject } from "./wire.js";

/** What you bring to a room. */
export interface JoinOptions extends ConnectOptions {
  /** Local tracks, sent to everyone from the start. Changed later with `room.setStream`. */
  stream?: MediaStream;
  /** What the others see of you: any JSON object of at most 4,096 bytes, for example `{ name: "Ada" }`. */
  metadata?: JsonObject;
  /** Added to the ICE servers that the service gives. */
  iceServers?: RTCIceServer[];
  /** Passed to each RTCPeerConnection; "relay" means through TURN only. */
  iceTransportPolicy?: RTCIceTransportPolicy;
}

/**
 * Joins a topic and calls everyone in it. Resolves when you are in; tries until the service is reached or `signal` aborts;
 * rejects with an RtcHubError when the service refuses.
 */
export async function join(topic: string, options: JoinOptions = {}): Promise<Room> {
  const room = new Room(topic, options);
  await room.open();
  return room;
}
