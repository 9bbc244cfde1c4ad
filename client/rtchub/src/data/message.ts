import type { Json } from "../hub/wire.js";

/** What can be sent to a peer: any JSON value, or bytes, which arrive as an `ArrayBuffer`. At most 16 MiB. */
export type Data = Json | ArrayBuffer | ArrayBufferView;

/** How a message is sent. */
export interface SendOptions {
  /** Default true: in order and without loss. False: may be lost or overtaken, and must fit in one packet of 64 KiB. */
  reliable?: boolean;
}

/** What a message on a channel is. */
export const Kind = {
  /** The library's own, as JSON. */
  frame: 0,
  /** The application's, as JSON. */
  json: 1,
  /** The application's, as it is. */
  binary: 2,
} as const;

/** A message as the channels carry it. */
export interface Message {
  /** One of `Kind`; anything when it comes from another peer. */
  kind: number;
  bytes: Uint8Array<ArrayBufferLike>;
}

export function toMessage(data: Data): Message {
  if (data instanceof ArrayBuffer) return { kind: Kind.binary, bytes: new Uint8Array(data) };
  if (ArrayBuffer.isView(data))
    return { kind: Kind.binary, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  return toJsonMessage(Kind.json, data);
}

export function toJsonMessage(kind: number, value: unknown): Message {
  return { kind, bytes: new TextEncoder().encode(JSON.stringify(value)) };
}

/** Undefined for what is not JSON: it came from another peer, who may send anything. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
