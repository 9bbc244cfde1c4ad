import { type Json, type JsonObject, number, object, type Peer, text } from "../hub/wire.js";
import { toBase64Url } from "./base64url.js";
import type { Party, Purpose, Seal, Sealed } from "./seal.js";

const NONCE_BYTES = 16;
const everyone: Party = { peerId: "*", nonce: "" };

/** The kinds of signal that are sealed for one peer. */
export type SignalKind = Exclude<Purpose["kind"], "metadata">;

/**
 * Who in the room has its secret, and what is sealed between us and them. Sealed metadata brings a nonce of its peer, made anew for each room
 * that is joined, and signals are sealed for the nonces of both ends. So a service that gives an id a second time, or to two peers,
 * can neither pass one's signals off as the other's nor repeat those of an earlier call.
 */
export class SealedPeers {
  readonly #seal: Seal;
  readonly #nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
  readonly #nonces = new Map<string, string>();
  #sealed = 0;
  /** The nonce and number of each signal that was opened: none is opened twice, even after its peer has left. */
  readonly #opened = new Set<string>();

  constructor(seal: Seal) {
    this.#seal = seal;
  }

  sealMetadata(ownId: string, metadata: JsonObject): Promise<Sealed> {
    return this.#seal.seal({ nonce: this.#nonce, metadata }, aboutPeer(ownId));
  }

  /** The peer with its metadata opened; from now on it counts as one who has the secret. Throws when it has not. */
  async openPeer(peer: Peer): Promise<Peer> {
    const fields = object(await this.#seal.open(peer.metadata, aboutPeer(peer.peerId)));
    const [nonce, metadata] = [text(fields.nonce), object(fields.metadata) as JsonObject];
    this.#nonces.set(peer.peerId, nonce);
    return { ...peer, metadata };
  }

  /** Null when there is no such peer who has the secret. */
  async sealSignal(kind: SignalKind, ownId: string, to: string, signal: Json): Promise<Sealed | null> {
    const nonce = this.#nonces.get(to);
    if (nonce === undefined) return null;
    const purpose = { kind, from: this.#us(ownId), to: { peerId: to, nonce } };
    return this.#seal.seal({ number: ++this.#sealed, signal }, purpose);
  }

  /** Undefined for one that was opened before: after a gap the service repeats what may not have arrived. Throws when it is not the peer's own. */
  async openSignal(
    kind: SignalKind,
    ownId: string,
    from: string,
    payload: JsonObject | null,
  ): Promise<Json | undefined> {
    const nonce = text(this.#nonces.get(from));
    const purpose = { kind, from: { peerId: from, nonce }, to: this.#us(ownId) };
    const fields = object(await this.#seal.open(payload, purpose));
    const name = `${nonce} ${number(fields.number)}`;
    if (this.#opened.has(name)) return undefined;
    this.#opened.add(name);
    return fields.signal as Json;
  }

  forget(peerId: string): void {
    this.#nonces.delete(peerId);
  }

  /** Forgets everyone but these. */
  retain(peers: Peer[]): void {
    const ids = new Set(peers.map(({ peerId }) => peerId));
    for (const peerId of this.#nonces.keys()) if (!ids.has(peerId)) this.forget(peerId);
  }

  #us(ownId: string): Party {
    return { peerId: ownId, nonce: this.#nonce };
  }
}

function aboutPeer(peerId: string): Purpose {
  return { kind: "metadata", from: { peerId, nonce: "" }, to: everyone };
}
