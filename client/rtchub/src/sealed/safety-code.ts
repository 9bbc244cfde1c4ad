import { type SafetyEmoji, safetyEmoji } from "./safety-emoji.js";

const SALT = "rtchub safety code 1";
const ITERATIONS = 600_000;
/** Of 6 bits each. */
const LENGTH = 8;

/** What both ends of a call see alike: eight emoji, to be read aloud. */
export type SafetyCode = readonly SafetyEmoji[];

/**
 * The safety code of a connection, from the certificate fingerprints of both ends (RFC 8122) as its descriptions have them. When both people
 * see the same, nobody sits in between them, the service included. Null before the first negotiation is done. Another connection to the same
 * peer, or a renegotiation with another certificate, has another code: compare what is shown now.
 *
 * How strong: 48 bits by PBKDF2-SHA-256, 600,000 iterations (some 0.2 s in a browser). Someone in the middle who has one certificate for each
 * side and looks for two that show the same code needs about 2^25 guesses, anew for each call and while it is being set up: more than half
 * an hour on a fast graphics card of 2025, but half a minute on a hundred of them. Against whoever has those, share the secret of a
 * sealed room instead.
 */
export async function safetyCode(connection: RTCPeerConnection | null): Promise<SafetyCode | null> {
  const descriptions = [connection?.currentLocalDescription, connection?.currentRemoteDescription];
  const ends = descriptions.map((description) => fingerprints(description?.sdp ?? ""));
  if (ends.some((end) => end.length === 0)) return null;
  return toEmoji(await derive(ends));
}

/**
 * Every line that has the word in it, so that nothing a browser might take for a fingerprint is left out; in small letters and in order, as
 * the two ends may write it differently.
 */
function fingerprints(sdp: string): string[] {
  const lines = sdp.toLowerCase().split(/[\r\n]+/);
  return [...new Set(lines.filter((line) => line.includes("fingerprint")))].sort();
}

/** The ends are kept apart: a certificate in the middle that is put beside the other's on both sides changes the code. */
async function derive(ends: string[][]): Promise<Uint8Array> {
  const password = new TextEncoder().encode(JSON.stringify(ends.map((end) => end.join()).sort()));
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const algorithm = {
    name: "PBKDF2",
    hash: "SHA-256",
    salt: new TextEncoder().encode(SALT),
    iterations: ITERATIONS,
  };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, LENGTH * 6));
}

function toEmoji(bytes: Uint8Array): SafetyCode {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from(
    { length: LENGTH },
    (_, i) => safetyEmoji[Number.parseInt(bits.slice(i * 6, i * 6 + 6), 2)],
  ).filter((emoji) => emoji !== undefined);
}
