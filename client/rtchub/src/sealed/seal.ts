import { type Json, text } from "../hub/wire.js";
import { fromBase64Url, toBase64Url } from "./base64url.js";

const VERSION = "rtchub sealed 1";
/** The 96 bits that NIST SP 800-38D asks for. */
const IV_BYTES = 12;
/** Lengths are rounded up to this, so that they tell little of names and of what kind of candidate it is. */
const BLOCK_BYTES = 256;
const SPACE = 0x20;

/** One end of what is sealed. The peer id is the service's word; the nonce is the end's own, for as long as it is in the room. */
export interface Party {
  peerId: string;
  nonce: string;
}

/** What a sealed value is, who sealed it and whom it is for. It opens as nothing else. */
export interface Purpose {
  kind: "offer" | "answer" | "candidate" | "metadata";
  from: Party;
  to: Party;
}

/** What a sealed value looks like to the service: base64url of the IV and, behind it, AES-256-GCM's output. */
export type Sealed = { sealed: string };

/** Seals values for those who have the room's secret, each for one purpose. */
export class Seal {
  readonly topic: string;
  readonly #key: CryptoKey;

  constructor(topic: string, key: CryptoKey) {
    this.topic = topic;
    this.#key = key;
  }

  async seal(value: Json, purpose: Purpose): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const plain = pad(new TextEncoder().encode(JSON.stringify(value)));
    const output = await crypto.subtle.encrypt(this.#algorithm(iv, purpose), this.#key, plain);
    return { sealed: toBase64Url(new Uint8Array([...iv, ...new Uint8Array(output)])) };
  }

  /** Throws unless `payload` was sealed with this room's secret and for this very purpose. */
  async open(payload: Partial<Record<"sealed", Json>> | null, purpose: Purpose): Promise<Json> {
    const bytes = fromBase64Url(text(payload?.sealed));
    const [iv, output] = [bytes.slice(0, IV_BYTES), bytes.slice(IV_BYTES)];
    const plain = await crypto.subtle.decrypt(this.#algorithm(iv, purpose), this.#key, output);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  #algorithm(iv: Uint8Array<ArrayBuffer>, { kind, from, to }: Purpose): AesGcmParams {
    // As a JSON array: no other purpose has the same bytes, whatever is in the strings.
    const fields = [VERSION, this.topic, kind, from.peerId, from.nonce, to.peerId, to.nonce];
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(JSON.stringify(fields)) };
  }
}

/** JSON may end in white space. */
function pad(json: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil(json.length / BLOCK_BYTES) * BLOCK_BYTES).fill(SPACE);
  padded.set(json);
  return padded;
}
