import { RtcHubError } from "../errors.js";
import { fromBase64Url, toBase64Url } from "./base64url.js";
import { Seal } from "./seal.js";

const SECRET_BYTES = 32;
/** The labels of what is derived from a secret. */
const [TOPIC, KEY] = ["rtchub sealed 1 topic", "rtchub sealed 1 key"];

/**
 * A new secret for `joinSealed`: 256 random bits as 43 characters that are safe in a link. Whoever has it can join and read.
 * In a link it belongs into the fragment (behind the `#`), which browsers send to no server.
 */
export function createRoomSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** The room's topic and key: HKDF-SHA-256 (RFC 5869) of the secret, each under a label of its own, so neither tells of the other. */
export async function deriveSeal(secret: string): Promise<Seal> {
  const source = await crypto.subtle.importKey("raw", parseSecret(secret), "HKDF", false, [
    "deriveBits",
    "deriveKey",
  ]);
  const topic = await crypto.subtle.deriveBits(hkdf(TOPIC), source, 256);
  const aes = { name: "AES-GCM", length: 256 };
  const key = await crypto.subtle.deriveKey(hkdf(KEY), source, aes, false, ["encrypt", "decrypt"]);
  return new Seal(toBase64Url(new Uint8Array(topic)), key);
}

function hkdf(label: string): HkdfParams {
  return { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode(label) };
}

function parseSecret(secret: string): Uint8Array<ArrayBuffer> {
  try {
    const bytes = fromBase64Url(secret);
    if (bytes.length === SECRET_BYTES) return bytes;
  } catch {
    // Not base64url.
  }
  throw new RtcHubError("invalid_secret");
}
