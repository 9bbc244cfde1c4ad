export { type ClientCode, clientCodes, type ResultCode, type SignalCode, signalCodes } from "./codes.js";
export {
  type ConnectivityCheck,
  type ConnectivityOptions,
  type ConnectivityReport,
  checkConnectivity,
} from "./connectivity/connectivity.js";
export type { FileTarget } from "./data/files/file-sink.js";
export { type FileEvents, type FileState, FileTransfer } from "./data/files/file-transfer.js";
export { type AcceptOptions, IncomingFile } from "./data/files/incoming-file.js";
export { type FileOptions, OutgoingFile } from "./data/files/outgoing-file.js";
export type { Data, SendOptions } from "./data/message.js";
export type { RequestHandler, RequestOptions } from "./data/requests.js";
export { Emitter, type EventMap } from "./emitter.js";
export { RtcHubError } from "./errors.js";
export { type LinkProblem, type LinkProblemCode, linkProblems } from "./health/link-problem.js";
export type { LinkQuality, QualityWord } from "./health/link-quality.js";
export type { MeshRow } from "./health/mesh.js";
export { type ConnectOptions, connect } from "./hub/connect.js";
export { HubClient, type SignalPayload } from "./hub/hub-client.js";
export type { HubEvents, HubState } from "./hub/hub-events.js";
export type {
  Grant,
  HandshakeReport,
  IceSettings,
  Json,
  JsonObject,
  LeaveReason,
  Peer,
  Presence,
  SendResult,
  Subscription,
} from "./hub/wire.js";
export type { WebRtc } from "./link/rtc.js";
export { LocalDevice } from "./media/local-device.js";
export { LocalMedia, type LocalMediaEvents, type LocalMediaOptions } from "./media/local-media.js";
export { LocalScreen } from "./media/local-screen.js";
export type { DeviceKind, DeviceProblem } from "./media/open-device.js";
export type { StreamLabel } from "./media/stream-label.js";
export { type JoinOptions, join } from "./room/join.js";
export { type LinkState, RemotePeer } from "./room/remote-peer.js";
export { Room } from "./room/room.js";
export type { RoomEvents, RoomState, SendReport } from "./room/room-events.js";
export { joinSealed } from "./sealed/join-sealed.js";
export { createRoomSecret } from "./sealed/room-secret.js";
export { type SafetyCode, safetyCode } from "./sealed/safety-code.js";
export type { SafetyEmoji } from "./sealed/safety-emoji.js";
export type { Scenario, SignalingScenario } from "./simulation.js";
