export { type ClientCode, clientCodes, type ResultCode, type SignalCode, signalCodes } from "./codes.js";
export { type ConnectOptions, connect } from "./connect.js";
export {
  type ConnectivityCheck,
  type ConnectivityOptions,
  type ConnectivityReport,
  checkConnectivity,
} from "./connectivity.js";
export { Emitter, type EventMap } from "./emitter.js";
export { RtcHubError } from "./errors.js";
export { HubClient, type SignalPayload } from "./hub-client.js";
export type { HubEvents, HubState } from "./hub-events.js";
export { type JoinOptions, join } from "./join.js";
export { joinSealed } from "./join-sealed.js";
export { type LinkState, RemotePeer } from "./remote-peer.js";
export { Room } from "./room.js";
export type { RoomEvents, RoomState, SendReport } from "./room-events.js";
export { createRoomSecret } from "./room-secret.js";
export { type SafetyCode, safetyCode } from "./safety-code.js";
export type { SafetyEmoji } from "./safety-emoji.js";
export type {
  Grant,
  IceSettings,
  Json,
  JsonObject,
  LeaveReason,
  Peer,
  Presence,
  SendResult,
  Subscription,
} from "./wire.js";
