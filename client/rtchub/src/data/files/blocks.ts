import { toBase64Url } from "../../sealed/base64url.js";

/** Files are read, hashed, written and taken up again by blocks of this many bytes. */
export const BLOCK = 2 ** 20;
/** So much may be on the way, not yet put away by the receiver: a slow disk there must not fill its memory. */
export const WINDOW = 16 * BLOCK;

/**
 * To be called for each block. Chromium collects the chunks and blocks that are garbage only when it has counted some 64 MB of
 * buffers: one that nobody touches counts, takes no memory, and makes that come four times as early.
 */
export function hurryCollection(): void {
  new ArrayBuffer(3 * BLOCK).slice(0, 0); // without the call minifiers leave it out
}

export function hashBlock(block: BufferSource): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", block);
}

/** The hash of a file: of the hashes of its blocks, because WebCrypto cannot hash in pieces what is too large to hold. */
export async function hashFile(hashes: Promise<ArrayBuffer>[]): Promise<string> {
  const all = new Blob(await Promise.all(hashes));
  return toBase64Url(new Uint8Array(await hashBlock(await all.arrayBuffer())));
}
