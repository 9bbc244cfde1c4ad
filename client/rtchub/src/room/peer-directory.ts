import type { JsonObject, LeaveReason, Peer, Subscription } from "../hub/wire.js";
import { idIn } from "../link/link-signals.js";
import type { CallContext } from "./call-context.js";
import { HeldPeers } from "./held-peers.js";
import { PeerCall } from "./peer-call.js";
import { isOtherEnd, mayReturn } from "./reunion.js";
import type { RoomHub } from "./room-hub.js";

/** While a call lives on without its session, an unknown newcomer is not called for this long: it may be the other end of that call. */
const REUNION_MS = 3_000;
/** The same for a newcomer whose id was told over a link that the service still lists under the old id. */
const TOLD_MS = 10_000;
/** How long an orphan may be `disconnected` before it counts as gone. */
const ORPHAN_MS = 5_000;

/** What a newcomer gets: our call, or the chance to call us first. */
type Cue = "call" | "await" | "answer";

/** Who hears of comings and goings. */
export interface DirectoryListener {
  handleJoined(call: PeerCall): void;
  handleLeft(call: PeerCall, reason: LeaveReason): void;
}

/**
 * Who is in the room: the service's roster, matched with the calls there are. A call whose session the service has lost, on either end, is an
 * orphan: it goes on, and is bound to the peer's new id when the peer has told it over the link and the roster has it.
 */
export class PeerDirectory {
  readonly #context: CallContext;
  readonly #listener: DirectoryListener;
  readonly #held = new HeldPeers();
  /** Calls with peers in the roster, and orphans; in joining order. */
  #calls: PeerCall[] = [];
  readonly #orphans = new Set<PeerCall>();
  /** Every id we have had: the service may still list an old session of ours. */
  readonly #ownIds = new Set<string>();
  #version = 0;
  #isSignalingUp = true;

  constructor(context: CallContext, listener: DirectoryListener) {
    this.#context = context;
    this.#listener = listener;
  }

  /** From now on the hub tells who is there and what they send. */
  listenTo(hub: Pick<RoomHub, "on">): void {
    hub.on("roster", ({ peers, version }) => this.handleRoster(peers, version));
    hub.on("peerjoined", ({ peer, version }) => this.handlePeerJoined(peer, version));
    hub.on("peerupdated", ({ peer, version }) => this.handlePeerUpdated(peer, version));
    hub.on("peerleft", ({ peerId, reason, version }) => this.handlePeerLeft(peerId, reason, version));
    hub.on("offer", ({ from, description }) => this.handleOffer(from, description));
    hub.on("answer", ({ from, description }) => this.#find(from)?.handleAnswer(description));
    hub.on("candidate", ({ from, candidate }) => this.#find(from)?.handleCandidate(candidate));
  }

  get calls(): readonly PeerCall[] {
    return this.#calls;
  }

  isOrphan(call: PeerCall): boolean {
    return this.#orphans.has(call);
  }

  /** We entered the topic, for the first time or anew: those who are there call us. */
  handleSubscribed({ peers, version }: Subscription): void {
    this.#version = version;
    this.#ownIds.add(this.#context.ownId());
    this.#reconcile(peers, "await");
  }

  /** The roster after a gap. Whoever is new in it came after us. */
  handleRoster(peers: Peer[], version: number): void {
    this.#version = version;
    const before = this.#present();
    this.#reconcile(peers, "call");
    for (const call of before) if (this.#calls.includes(call)) call.handleSignalsLost();
  }

  handlePeerJoined(peer: Peer, version: number): void {
    if (this.#isNews(version)) this.#meet(peer, "call");
  }

  handlePeerUpdated(peer: Peer, version: number): void {
    if (!this.#isNews(version) || this.#held.handleUpdated(peer)) return;
    const call = this.#find(peer.peerId);
    call?.handlePeer(peer);
    if (call) this.#reunite(call);
  }

  handlePeerLeft(peerId: string, reason: LeaveReason, version: number): void {
    if (this.#isNews(version)) this.#lose(peerId, reason);
  }

  handleOffer(from: string, description: JsonObject): void {
    const linkId = idIn(description, "linkId");
    const orphan = [...this.#orphans].find((call) => linkId !== undefined && call.linkId === linkId);
    const newcomer = this.#held.take(from) ?? (orphan && this.#give(from));
    if (newcomer && orphan) this.#bind(orphan, newcomer);
    else if (newcomer) this.#admit(newcomer, "answer");
    this.#find(from)?.handleOffer(description);
  }

  /** The peer told its id over the link. */
  handleHello(call: PeerCall, peerId: string): void {
    call.toldId = peerId;
    this.#reunite(call);
    this.#dropSuperseded();
  }

  /** The state of a call's link changed. */
  handleLinkChange(call: PeerCall): void {
    if (this.#orphans.has(call) && !call.isUp) setTimeout(() => this.#dropOrphan(call), ORPHAN_MS);
    this.#dropSuperseded();
  }

  /** The other end has closed the link. */
  handleChannelClosed(call: PeerCall): void {
    if (this.#orphans.has(call)) this.#remove(call, "timeout");
  }

  /** The service has forgotten us. Calls that are up go on as orphans. */
  handleSessionLost(): void {
    this.#held.clear();
    for (const call of this.#present()) this.#lose(call.peerId, "timeout");
  }

  /** Tells everyone we are in a call with who we are now. */
  greetAll(): void {
    for (const call of this.#calls) call.greet();
  }

  handleSignaling(up: boolean): void {
    this.#isSignalingUp = up;
    for (const call of this.#calls) call.handleSignaling(up);
  }

  handleNetworkChange(): void {
    for (const call of this.#calls) call.handleNetworkChange();
  }

  close(): void {
    this.#held.clear();
    for (const call of this.#calls.splice(0)) call.close();
    this.#orphans.clear();
  }

  #isNews(version: number): boolean {
    const isNews = version > this.#version;
    if (isNews) this.#version = version;
    return isNews;
  }

  #find(peerId: string): PeerCall | undefined {
    return this.#present().find((call) => call.peerId === peerId);
  }

  #present(): PeerCall[] {
    return this.#calls.filter((call) => !this.#orphans.has(call));
  }

  #reconcile(peers: Peer[], cue: Cue): void {
    const ids = new Set(peers.map((peer) => peer.peerId));
    for (const peerId of this.#held.ids()) if (!ids.has(peerId)) this.#held.drop(peerId);
    for (const { peerId } of this.#present()) if (!ids.has(peerId)) this.#lose(peerId, "timeout");
    for (const peer of peers) this.#meet(peer, cue);
  }

  #meet(peer: Peer, cue: Cue): void {
    if (this.#ownIds.has(peer.peerId)) return;
    const known = this.#find(peer.peerId);
    if (known) {
      known.handlePeer(peer);
      return;
    }
    if (this.#held.handleUpdated(peer)) return;
    const call = this.#calls.find((other) => isOtherEnd(other, this.isOrphan(other), peer.peerId));
    if (call) {
      this.#bind(call, peer);
      return;
    }
    const told = this.#calls.some((other) => other.isUp && other.toldId === peer.peerId);
    if (told || this.#calls.some((other) => mayReturn(other, this.isOrphan(other))))
      this.#held.hold(peer, told ? TOLD_MS : REUNION_MS, (held) => this.#admit(held, cue));
    else this.#admit(peer, cue);
  }

  #reunite(call: PeerCall): void {
    if (call.toldId === null || !isOtherEnd(call, this.isOrphan(call), call.toldId)) return;
    const newcomer = this.#held.take(call.toldId);
    if (newcomer) this.#bind(call, newcomer);
  }

  /** Takes the id from a call that was begun because we did not know who it is. */
  #give(peerId: string): Peer | undefined {
    const call = this.#find(peerId);
    if (call) this.#remove(call, "timeout");
    return call?.peer;
  }

  #bind(call: PeerCall, peer: Peer): void {
    this.#orphans.delete(call);
    this.#held.drop(peer.peerId);
    call.handlePeer(peer);
  }

  #admit(peer: Peer, cue: Cue): void {
    const call = new PeerCall(peer, this.#context);
    call.handleSignaling(this.#isSignalingUp);
    this.#calls.push(call);
    this.#listener.handleJoined(call);
    if (cue === "call") call.call();
    else if (cue === "await") call.awaitOffer();
  }

  /** The service no longer lists the peer. Its signaling died, or it left: only in the first case a call that is up goes on. */
  #lose(peerId: string, reason: LeaveReason): void {
    this.#held.drop(peerId);
    const call = this.#find(peerId);
    if (!call) return;
    if (reason !== "timeout" || !call.isUp) {
      this.#remove(call, reason);
      return;
    }
    this.#orphans.add(call);
    call.handlePeer({ ...call.peer, state: "interrupted" });
    this.#reunite(call);
  }

  #remove(call: PeerCall, reason: LeaveReason): void {
    this.#calls = this.#calls.filter((other) => other !== call);
    this.#orphans.delete(call);
    call.close();
    this.#listener.handleLeft(call, reason);
  }

  #dropOrphan(call: PeerCall): void {
    if (this.#orphans.has(call) && !call.isUp) this.#remove(call, "timeout");
  }

  /** An orphan whose peer has meanwhile been called under its new id, and reached, would show it twice. */
  #dropSuperseded(): void {
    for (const orphan of this.#orphans) {
      const successor = orphan.toldId === null ? undefined : this.#find(orphan.toldId);
      if (successor?.isUp) this.#remove(orphan, "timeout");
    }
  }
}
