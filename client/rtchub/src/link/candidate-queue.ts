import type { JsonObject } from "../hub/wire.js";
import { hasFragment } from "./ice-credentials.js";
import { idIn } from "./link-signals.js";

/** More than any connection gathers; what another client sends beyond it is dropped. */
const MAX_KEPT = 100;

/** A remote candidate, or null for the end of candidates. */
export type Candidate = JsonObject | null;

/** What to do with a candidate: `attempt` is `add` with errors ignored, as it may belong to an offer that was ignored. */
type Verdict = "add" | "attempt" | "keep" | "drop";

/** Decides which remote candidates belong to the remote description: keeps the early ones, drops the late ones. */
export class CandidateQueue {
  /** The remote description in force. */
  #remote: { sdp: string; negotiationId: string | undefined } | null = null;
  /** Negotiations that are over or were refused: what still comes of them is late. */
  readonly #over = new Set<string>();
  /** The other end's last offer was ignored: what it sends without an id may belong to that. */
  #lastOffer: "accepted" | "ignored" = "accepted";
  #kept: Candidate[] = [];

  /** What to do with `candidate` now. With `keep` it is kept here. */
  handleCandidate(candidate: Candidate): Verdict {
    const verdict = this.#judge(candidate);
    if (verdict === "keep" && this.#kept.length < MAX_KEPT) this.#kept.push(candidate);
    return verdict;
  }

  /** A remote description is in force now: returns the candidates that were waiting for it. */
  handleDescription(sdp: string, negotiationId: string | undefined): Candidate[] {
    if (this.#remote?.negotiationId && this.#remote.negotiationId !== negotiationId)
      this.#over.add(this.#remote.negotiationId);
    this.#remote = { sdp, negotiationId };
    this.#lastOffer = "accepted";
    return this.#kept.splice(0).filter((candidate) => this.handleCandidate(candidate) === "add");
  }

  /** A description was not applied: an ignored offer, or an answer to an offer that is no more. */
  handleIgnored(kind: "offer" | "answer", negotiationId: string | undefined): void {
    if (kind === "offer") this.#lastOffer = "ignored";
    if (negotiationId && negotiationId !== this.#remote?.negotiationId) this.#over.add(negotiationId);
  }

  #judge(candidate: Candidate): Verdict {
    const negotiationId = idIn(candidate, "negotiationId");
    if (negotiationId && this.#isOfThisIceGeneration(candidate)) return "add";
    if (negotiationId && this.#over.has(negotiationId)) return "drop";
    if (negotiationId && negotiationId !== this.#remote?.negotiationId) return "keep";
    if (this.#lastOffer === "ignored") return candidate === null ? "drop" : "attempt";
    return this.#remote ? "add" : "keep";
  }

  /** Candidates go on coming through a later offer that did not restart ICE, even when that offer is ignored: they still count. */
  #isOfThisIceGeneration(candidate: Candidate): boolean {
    const fragment = candidate?.usernameFragment;
    return typeof fragment === "string" && this.#remote !== null && hasFragment(this.#remote.sdp, fragment);
  }
}
