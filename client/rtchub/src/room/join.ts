import type { ConnectOptions } from "../hub/connect.js";
import type { JsonObject } from "../hub/wire.js";
import type { WebRtc } from "../link/rtc.js";
import type { LocalMedia } from "../media/local-media.js";
import { Room } from "./room.js";

/** What you bring to a room. */
export interface JoinOptions extends ConnectOptions {
  /** Your devices: what is turned on, off or changed there is sent to everyone, now and later, the screen included. Yours to close. */
  media?: LocalMedia;
  /** Instead of `media`: camera and microphone, sent to everyone from the start. Changed later with `room.setStream`. */
  stream?: MediaStream;
  /**
   * How much all your video together may take, in kbit/s; default 3,000. It is shared among the peers, and with each one's share resolution
   * and frame rate go down as people join.
   */
  uploadKbps?: number;
  /** What the others see of you: any JSON object of at most 4,096 bytes, for example `{ name: "Ada" }`. */
  metadata?: JsonObject;
  /**
   * Names this participation: whoever joins the same topic with the same name in another tab or window of this browser takes over, and this
   * room ends with `removed` and the reason `taken_over`. Kept in `sessionStorage` it follows a duplicated tab. Default: none.
   */
  session?: string;
  /**
   * Tells the service, where it asks for that, how long it takes until you see each peer, and whether the path is relayed: nothing of who or
   * where. Default false.
   */
  handshakeReports?: boolean;
  /** Added to the ICE servers that the service gives. */
  iceServers?: RTCIceServer[];
  /** Passed to each RTCPeerConnection; "relay" means through TURN only. */
  iceTransportPolicy?: RTCIceTransportPolicy;
  /** WebRTC for where the platform has none, as in Node: `import webrtc from "@roamhq/wrtc"`. */
  webrtc?: WebRtc;
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
