import { RtcHubError } from "../errors.js";
import type { HubClient } from "../hub/hub-client.js";
import type { HubEvents } from "../hub/hub-events.js";
import { type Json, type JsonObject, object, type Peer } from "../hub/wire.js";
import { Sequence } from "../sequence.js";
import type { SealedPeers, SignalKind } from "./sealed-peers.js";

type Emit = <Name extends keyof HubEvents>(event: Name, ...args: Parameters<HubEvents[Name]>) => void;

/**
 * Opens what the hub tells and hands it out in the order in which it came, whatever the opening takes. What cannot be opened is dropped and
 * told to `handleError`: it is from someone without the secret, or the service has changed it. Messages have no place in a room.
 */
export class SealedEvents {
  readonly #hub: HubClient;
  readonly #peers: SealedPeers;
  readonly #emit: Emit;
  readonly #handleError: (error: RtcHubError) => void;
  readonly #steps = new Sequence();
  #ownId = "";
  #isClosed = false;

  constructor(hub: HubClient, peers: SealedPeers, emit: Emit, handleError: (error: RtcHubError) => void) {
    this.#hub = hub;
    this.#peers = peers;
    this.#emit = emit;
    this.#handleError = handleError;
    this.#listenToSession();
    this.#listenToRoster();
    this.#listenToSignals();
  }

  /** Our id as of the last event that was handed out: the hub may be further already. */
  get ownId(): string {
    return this.#ownId;
  }

  /** Resolves when everything that has come so far is handed out. */
  handedOut(): Promise<void> {
    return this.#steps.run(async () => {});
  }

  /** Hands nothing out any more. */
  close(): void {
    this.#isClosed = true;
  }

  #listenToSession(): void {
    const hub = this.#hub;
    hub.on("statechange", (state) => this.#hand(() => this.#emit("statechange", state)));
    hub.on("resumed", (outcome) => this.#hand(() => this.#emit("resumed", outcome)));
    hub.on("tokenrenewed", () => this.#hand(() => this.#emit("tokenrenewed")));
    hub.on("removed", (event) => this.#hand(() => this.#emit("removed", event)));
    hub.on("sessionlost", () =>
      this.#hand(() => {
        this.#peers.retain([]);
        this.#emit("sessionlost");
      }),
    );
  }

  #listenToRoster(): void {
    const hub = this.#hub;
    hub.on("subscribed", (event) =>
      this.#open(
        () => this.#openPeers(event.peers),
        (peers) => this.#emit("subscribed", { ...event, peers }),
      ),
    );
    hub.on("roster", (event) =>
      this.#open(
        () => this.#openPeers(event.peers),
        (peers) => this.#emit("roster", { ...event, peers }),
      ),
    );
    hub.on("peerjoined", (event) =>
      this.#open(
        () => this.#peers.openPeer(event.peer),
        (peer) => this.#emit("peerjoined", { ...event, peer }),
      ),
    );
    hub.on("peerupdated", (event) =>
      this.#open(
        () => this.#peers.openPeer(event.peer),
        (peer) => this.#emit("peerupdated", { ...event, peer }),
      ),
    );
    hub.on("peerleft", (event) =>
      this.#hand(() => {
        this.#peers.forget(event.peerId);
        this.#emit("peerleft", event);
      }),
    );
  }

  #listenToSignals(): void {
    const hub = this.#hub;
    hub.on("offer", (event) =>
      this.#openSignal("offer", event.from, event.description, (description) =>
        this.#emit("offer", { ...event, description: toObject(description) }),
      ),
    );
    hub.on("answer", (event) =>
      this.#openSignal("answer", event.from, event.description, (description) =>
        this.#emit("answer", { ...event, description: toObject(description) }),
      ),
    );
    hub.on("candidate", (event) =>
      this.#openSignal("candidate", event.from, event.candidate, (candidate) =>
        this.#emit("candidate", { ...event, candidate: candidate === null ? null : toObject(candidate) }),
      ),
    );
  }

  #openSignal(
    kind: SignalKind,
    from: string,
    payload: JsonObject | null,
    hand: (signal: Json) => void,
  ): void {
    const to = this.#hub.peerId;
    this.#open(
      () => this.#peers.openSignal(kind, to, from, payload),
      (signal) => {
        if (signal !== undefined) hand(signal);
      },
    );
  }

  /** Those who have the secret. */
  async #openPeers(peers: Peer[]): Promise<Peer[]> {
    const opened: Peer[] = [];
    for (const peer of peers) {
      try {
        opened.push(await this.#peers.openPeer(peer));
      } catch {
        this.#handleBroken();
      }
    }
    this.#peers.retain(opened);
    return opened;
  }

  #hand(hand: () => void): void {
    this.#open(async () => {}, hand);
  }

  #open<Opened>(open: () => Promise<Opened>, hand: (opened: Opened) => void): void {
    const ownId = this.#hub.peerId;
    void this.#steps.run(async () => {
      try {
        const opened = await open();
        if (this.#isClosed) return;
        this.#ownId = ownId;
        hand(opened);
      } catch {
        this.#handleBroken();
      }
    });
  }

  #handleBroken(): void {
    if (!this.#isClosed) this.#handleError(new RtcHubError("seal_broken"));
  }
}

function toObject(value: Json): JsonObject {
  return object(value) as JsonObject;
}
