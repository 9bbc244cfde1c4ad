import type { IncomingFile } from "../data/files/incoming-file.js";
import type { RequestHandler } from "../data/requests.js";
import type { MeshFrame } from "../health/mesh.js";
import type { HandshakeReport, Json } from "../hub/wire.js";
import type { LinkSignal } from "../link/link-signals.js";
import type { RoomMedia } from "../media/room-media.js";
import type { StreamLabel } from "../media/stream-label.js";
import type { PeerCall } from "./peer-call.js";

/** What a call needs of the room, and tells it. */
export interface CallContext {
  ownId(): string;
  /** False when the service takes no signals from us. */
  mayCall(): boolean;
  createConnection(viaRelay: boolean): RTCPeerConnection;
  /** Resolves when the ICE servers of the connections are good to gather candidates with. */
  prepareIce(): Promise<void>;
  createStream(): MediaStream;
  /** What we send to everyone, and how much of it each one gets. */
  media: Pick<RoomMedia, "streams" | "uploadShare">;
  /** Resolves with false when the signal is to be sent again. */
  send(call: PeerCall, signal: LinkSignal): Promise<boolean>;
  handleChange(call: PeerCall): void;
  /** A link that was up is up no more. */
  handleLinkLost(call: PeerCall): void;
  /** The data channel is open. */
  handleOpen(call: PeerCall): void;
  handleChannelClosed(call: PeerCall): void;
  handleTrack(call: PeerCall, track: MediaStreamTrack, stream: MediaStream, label: StreamLabel): void;
  handleTrackRemoved(call: PeerCall, track: MediaStreamTrack, stream: MediaStream, label: StreamLabel): void;
  handleData(call: PeerCall, data: Json | ArrayBuffer): void;
  handleMesh(call: PeerCall, frame: MeshFrame): void;
  findRequestHandler(name: string): RequestHandler | undefined;
  /** False when nobody listens. */
  handleFile(call: PeerCall, file: IncomingFile): boolean;
  handleHello(call: PeerCall, peerId: string): void;
  /** Null when nobody wants to know how connections begin. */
  reportHandshake: ((report: HandshakeReport) => void) | null;
  handleError(error: unknown): void;
}
