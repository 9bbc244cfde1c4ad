import { fileCodes } from "../codes.js";
import type { MeshFrame } from "../health/mesh.js";
import type { Json } from "../hub/wire.js";
import { parseJson } from "./message.js";

/** A file is offered, from the one that has it. Repeated when the link was down. */
interface FileOffer {
  t: "file-offer";
  id: string;
  name: string;
  size: number;
  type: string;
}

/** What two ends say about a file. Its bytes go over a channel of their own. */
export type FileFrame =
  | FileOffer
  /** The receiver wants the bytes from `offset` on: first 0, after an interruption what it already has. */
  | { t: "file-accept"; id: string; offset: number }
  /** The receiver has put so many bytes away. */
  | { t: "file-received"; id: string; bytes: number }
  /** The sender has sent all, and this is the hash of it. */
  | { t: "file-end"; id: string; hash: string }
  /** The receiver has it whole. */
  | { t: "file-done"; id: string }
  /** Either end will not go on. */
  | { t: "file-stop"; id: string; code: FileCode };

export type FileCode = keyof typeof fileCodes;

/** What two ends of a link say to each other, as JSON. */
export type Frame =
  /** "This is my peer id now": how a link is recognised after the service has lost a session. */
  | { t: "hello"; peerId: string }
  | { t: "request"; id: number; name: string; payload: Json }
  | { t: "response"; id: number; payload: Json }
  | { t: "refusal"; id: number; code: "request_unknown" | "request_failed"; message: string }
  | MeshFrame
  | FileFrame;

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === "string";
const isShort: Check = (value) => typeof value === "string" && value.length <= 64;
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isJson: Check = (value) => value !== undefined;

const checks: { [T in Frame["t"]]: Record<Exclude<keyof Extract<Frame, { t: T }>, "t">, Check> } = {
  hello: { peerId: isText },
  mesh: { peerId: isShort, number: isCount, links: (links) => typeof links === "object" && links !== null },
  request: { id: isCount, name: isText, payload: isJson },
  response: { id: isCount, payload: isJson },
  refusal: {
    id: isCount,
    code: (code) => code === "request_unknown" || code === "request_failed",
    message: isText,
  },
  "file-offer": { id: isShort, name: isText, size: isCount, type: isText },
  "file-accept": { id: isShort, offset: isCount },
  "file-received": { id: isShort, bytes: isCount },
  "file-end": { id: isShort, hash: isShort },
  "file-done": { id: isShort },
  "file-stop": { id: isShort, code: (code) => typeof code === "string" && Object.hasOwn(fileCodes, code) },
};

/** Null for what is not a frame: the other end may be a later version, or hostile. */
export function parseFrame(bytes: Uint8Array): Frame | null {
  const frame = parseJson(bytes) as (Frame & Record<string, unknown>) | null | undefined;
  const t = frame?.t;
  if (typeof t !== "string" || !Object.hasOwn(checks, t)) return null;
  return Object.entries(checks[t]).every(([field, check]) => check(frame?.[field])) ? (frame as Frame) : null;
}
