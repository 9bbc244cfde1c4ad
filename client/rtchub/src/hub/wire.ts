import { type ClientCode, isSignalCode, type ResultCode, type SignalCode } from "../codes.js";

/** Any value JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** How a peer's signaling connection is: `interrupted` while the service waits for it to resume. */
export type Presence = "connected" | "interrupted";

/** Why a peer is no longer in a topic. */
export type LeaveReason = "left" | "timeout" | "removed";

/**
 * What your join token allows you in a topic. `signal`: offers, answers and candidates; `message`: messages through the service;
 * `moderate`: removing peers and locking; `hidden`: you are in nobody's roster, and may send nothing.
 */
export type Grant = "signal" | "message" | "moderate" | "hidden";

/** What everyone may where the service asks for no tokens. */
const openGrants: Grant[] = ["signal", "message"];
const allGrants: readonly unknown[] = [...openGrants, "moderate", "hidden"];

/** Who a message is from that the service's operator sends to a whole topic; no peer has this id. */
export const operator = "operator";

/** A peer as the service describes it. */
export interface Peer {
  /** Set by the service, stable for the peer's session. */
  peerId: string;
  /** Who the peer is, by the join token it showed (its `sub`). */
  userId?: string;
  /** This peer, a moderator, keeps the topic locked. */
  locks?: true;
  /** How its signaling connection is. */
  state: Presence;
  /** ISO 8601, UTC. */
  joinedAt: string;
  /** What it tells of itself. */
  metadata: JsonObject | null;
}

/** The ICE servers that the service gives, and how they are to be used. */
export interface IceSettings {
  /** For the `RTCPeerConnection`; may be empty. */
  iceServers: RTCIceServer[];
  /** How long the credentials in `iceServers` last, in milliseconds; absent: they do not end. */
  iceServersTtlMs?: number | undefined;
  /** Everything is to go through TURN: `iceTransportPolicy: "relay"`. */
  relayOnly?: true;
}

/** What you learn when you enter a topic; every later event of the topic has a higher `version`. */
export interface Subscription extends IceSettings {
  /** Its name as the service spells it (Unicode NFC). */
  topic: string;
  /** The others, in joining order. */
  peers: Peer[];
  /** Counts the changes of the topic's roster. */
  version: number;
  /** What you may do in the topic. */
  grants: Grant[];
}

/** The answer to a `send…` call. `ok` and `queued` are success; every other code says why not. */
export interface SendResult {
  /** What became of it. */
  code: ResultCode;
}

/** The first thing the service says on a connection. */
export interface Welcome {
  peerId: string;
  resumeTicket: string;
  resumeWindowMs: number;
  /** How long the join token still lasts; absent: it does not end, or there is none that counts. */
  tokenTtlMs?: number | undefined;
  /** The service wants `ReportHandshake`. */
  handshakeReports: boolean;
  subscriptions: Subscription[];
}

/** How the connection with one peer began: times in whole milliseconds since you knew of the peer, at most ten minutes. It names nobody. */
export interface HandshakeReport {
  /** Whether it came up, or no way was found. */
  outcome: "connected" | "failed";
  /** When the first offer was sent or came. */
  offeredMs?: number;
  /** When the first answer was sent or came. */
  answeredMs?: number;
  /** When it was up, or given up. */
  endedMs: number;
  /** Whether it goes through a TURN server; absent when not known. */
  relayed?: boolean;
}

/** The node is draining: open another connection and resume there. */
export interface GoAway {
  reason: string;
  spreadMs: number;
  deadlineMs: number;
}

/** The answer to any call: its code, and the fields that some answers have. */
export interface Answer {
  code: SignalCode | Extract<ClientCode, "closed" | "unexpected_answer">;
  fields: Record<string, unknown>;
}

/** Something the service sent that is not what the contract says. */
export class WireError extends Error {}

/** The parsers below turn what came over the wire into types, once; new fields that they don't know are ignored. */
export function parseAnswer(value: unknown): Answer {
  const fields = object(value);
  return { code: isSignalCode(fields.code) ? fields.code : "unexpected_answer", fields };
}

export function parseWelcome(value: unknown): Welcome {
  const fields = object(value);
  return {
    peerId: text(fields.peerId),
    resumeTicket: text(fields.resumeTicket),
    resumeWindowMs: number(fields.resumeWindowMs),
    tokenTtlMs: parseTtl(fields.tokenTtlMs),
    handshakeReports: fields.handshakeReports === true,
    subscriptions: array(fields.subscriptions).map(parseSubscription),
  };
}

export function parseGoAway(value: unknown): GoAway {
  const fields = object(value);
  return {
    reason: text(fields.reason),
    spreadMs: number(fields.spreadMs),
    deadlineMs: number(fields.deadlineMs),
  };
}

export function parseSubscription(value: unknown): Subscription {
  const fields = object(value);
  return {
    topic: text(fields.topic),
    peers: parsePeers(fields.peers),
    version: number(fields.version),
    grants: fields.grants == null ? openGrants : array(fields.grants).filter(isGrant),
    ...parseIceSettings(fields),
  };
}

export function parseIceSettings(fields: Record<string, unknown>): IceSettings {
  const { iceServers, iceServersTtlMs, relayOnly } = fields;
  return {
    iceServers: array(iceServers).map((server) => object(server) as unknown as RTCIceServer),
    iceServersTtlMs: parseTtl(iceServersTtlMs),
    ...(relayOnly === true && { relayOnly }),
  };
}

/** Milliseconds; undefined for what does not end. */
export function parseTtl(value: unknown): number | undefined {
  return value == null ? undefined : number(value);
}

export function parsePeers(value: unknown): Peer[] {
  return array(value).map(parsePeer);
}

export function parsePeer(value: unknown): Peer {
  const fields = object(value);
  return {
    peerId: text(fields.peerId),
    ...(fields.userId != null && { userId: text(fields.userId) }),
    ...(fields.locks === true && { locks: fields.locks }),
    state: fields.state === "interrupted" ? "interrupted" : "connected",
    joinedAt: text(fields.joinedAt),
    metadata: fields.metadata == null ? null : (object(fields.metadata) as JsonObject),
  };
}

function isGrant(value: unknown): value is Grant {
  return allGrants.includes(value);
}

export function parseLeaveReason(value: unknown): LeaveReason {
  return value === "left" || value === "removed" ? value : "timeout";
}

export function object(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new WireError(`expected an object, got ${JSON.stringify(value)}`);
}

export function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new WireError(`expected a string, got ${JSON.stringify(value)}`);
}

export function number(value: unknown): number {
  if (typeof value === "number") return value;
  throw new WireError(`expected a number, got ${JSON.stringify(value)}`);
}

function array(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new WireError(`expected an array, got ${JSON.stringify(value)}`);
}
