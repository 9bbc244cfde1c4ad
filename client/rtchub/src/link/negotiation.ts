import type { JsonObject } from "../hub/wire.js";
import { type Candidate, CandidateQueue } from "./candidate-queue.js";
import { idIn, type LinkSignal } from "./link-signals.js";

/** An offer without an answer is sent again after this time, then after twice as long, and so on. */
const ANSWER_MS = 10_000;
const LONGEST_ANSWER_MS = 60_000;

/** What a negotiation works on, and where it sends. */
export interface NegotiationInit {
  connection: RTCPeerConnection;
  /** The polite side gives its own offer up when both offer at once. */
  polite: boolean;
  linkId: string;
  /** The link that the other end began and this one replaces. */
  replaces?: string | undefined;
  /** Resolves when candidates may be gathered, which a local description begins. */
  prepareIce: () => Promise<void>;
  send: (signal: LinkSignal) => void;
  handleError: (error: unknown) => void;
}

/**
 * The W3C's perfect negotiation for one RTCPeerConnection: https://w3c.github.io/webrtc-pc/#perfect-negotiation-example.
 * Everything runs one after the other, so `signalingState` tells all there is to know when a step begins: no flags.
 */
export class Negotiation {
  readonly #init: NegotiationInit;
  readonly #connection: RTCPeerConnection;
  readonly #candidates = new CandidateQueue();
  #steps: Promise<unknown> = Promise.resolve();
  /** The negotiation that the local description belongs to. */
  #negotiationId: string | undefined;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(init: NegotiationInit) {
    this.#init = init;
    this.#connection = init.connection;
    this.#connection.onnegotiationneeded = () => this.offer();
    this.#connection.onicecandidate = ({ candidate }) => this.#sendCandidate(candidate);
  }

  /** Makes an offer, unless one is under way. */
  offer(): void {
    this.#then(() => this.#offer());
  }

  handleOffer(description: JsonObject): void {
    this.#then(() => this.#acceptOffer(description));
  }

  handleAnswer(description: JsonObject): void {
    this.#then(() => this.#acceptAnswer(description));
  }

  handleCandidate(candidate: Candidate): void {
    this.#then(() => this.#acceptCandidate(candidate));
  }

  /** Signals may have been lost: an offer that still has no answer is sent again. Whoever got it before just answers again. */
  resend(): void {
    this.#then(async () => {
      const { localDescription, signalingState } = this.#connection;
      if (signalingState === "have-local-offer" && localDescription)
        this.#sendDescription("offer", localDescription.sdp, this.#negotiationId);
    });
  }

  close(): void {
    clearTimeout(this.#answerTimer);
    this.#connection.onnegotiationneeded = null;
    this.#connection.onicecandidate = null;
  }

  async #offer(): Promise<void> {
    // Not now: the browser asks again when the state is stable, if there is still a need.
    if (this.#connection.signalingState !== "stable") return;
    await this.#init.prepareIce();
    await this.#describe("offer", crypto.randomUUID());
    this.#awaitAnswer(ANSWER_MS);
  }

  async #acceptOffer(offer: JsonObject): Promise<void> {
    const negotiationId = idIn(offer, "negotiationId");
    if (this.#connection.signalingState === "have-local-offer" && !this.#init.polite) {
      this.#candidates.handleIgnored("offer", negotiationId);
      return;
    }
    await this.#applyRemote("offer", offer);
    await this.#init.prepareIce();
    await this.#describe("answer", negotiationId);
  }

  async #acceptAnswer(answer: JsonObject): Promise<void> {
    const negotiationId = idIn(answer, "negotiationId");
    const isLate = negotiationId !== undefined && negotiationId !== this.#negotiationId;
    if (this.#connection.signalingState !== "have-local-offer" || isLate) {
      this.#candidates.handleIgnored("answer", negotiationId);
      return;
    }
    await this.#applyRemote("answer", answer);
  }

  async #applyRemote(type: "offer" | "answer", description: JsonObject): Promise<void> {
    const sdp = String(description.sdp);
    await this.#connection.setRemoteDescription({ type, sdp });
    clearTimeout(this.#answerTimer);
    const waiting = this.#candidates.handleDescription(sdp, idIn(description, "negotiationId"));
    for (const candidate of waiting) await this.#add(candidate);
  }

  async #acceptCandidate(candidate: Candidate): Promise<void> {
    const verdict = this.#candidates.handleCandidate(candidate);
    if (verdict === "add") await this.#add(candidate);
    else if (verdict === "attempt") await this.#add(candidate).catch(() => {});
  }

  #add(candidate: Candidate): Promise<void> {
    return this.#connection.addIceCandidate(candidate as RTCIceCandidateInit | null);
  }

  #awaitAnswer(ms: number): void {
    clearTimeout(this.#answerTimer);
    this.#answerTimer = setTimeout(() => {
      this.resend();
      this.#awaitAnswer(Math.min(ms * 2, LONGEST_ANSWER_MS));
    }, ms);
  }

  /**
   * Sends a description as soon as it is made: the browser sets it, and begins to gather, while it is on its way. Its candidates come later
   * in any case. If it cannot be set, what the other end answers is ignored.
   */
  async #describe(kind: "offer" | "answer", negotiationId: string | undefined): Promise<void> {
    const connection = this.#connection;
    const { sdp = "" } = await (kind === "offer" ? connection.createOffer() : connection.createAnswer());
    const isSet = connection.setLocalDescription({ type: kind, sdp });
    this.#sendDescription(kind, sdp, negotiationId);
    await isSet;
    this.#negotiationId = negotiationId;
  }

  #sendDescription(kind: "offer" | "answer", sdp: string, negotiationId: string | undefined): void {
    const description = this.#label({ type: kind, sdp }, negotiationId);
    // Only an offer that nothing went before can be answered by a new peer connection.
    const isNew = !this.#connection.remoteDescription;
    this.#init.send({ kind, description: isNew ? this.#labelNew(description) : description });
  }

  #sendCandidate(candidate: RTCIceCandidate | null): void {
    // Firefox says "" at the end of each media section; null, after all of them, is what the other end is told.
    if (candidate?.candidate === "") return;
    const labelled = candidate && this.#label(candidate.toJSON() as JsonObject, this.#negotiationId);
    this.#init.send({ kind: "candidate", candidate: labelled });
  }

  #label(signal: JsonObject, negotiationId: string | undefined): JsonObject {
    return { ...signal, linkId: this.#init.linkId, ...(negotiationId && { negotiationId }) };
  }

  #labelNew(offer: JsonObject): JsonObject {
    const { replaces } = this.#init;
    return { ...offer, isNewLink: true, ...(replaces && { replaces }) };
  }

  /** One step after the other. A closed connection leaves its last step hanging for ever, and with it all that follow. */
  #then(step: () => Promise<void>): void {
    this.#steps = this.#steps.then(async () => {
      if (this.#connection.signalingState === "closed") return;
      try {
        await step();
      } catch (error) {
        if ((this.#connection.signalingState as RTCSignalingState) !== "closed")
          this.#init.handleError(error);
      }
    });
  }
}
