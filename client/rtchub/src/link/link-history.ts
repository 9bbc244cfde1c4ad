import type { JsonObject } from "../hub/wire.js";
import { idIn } from "./link-signals.js";
import type { PeerLink } from "./peer-link.js";

/** Who began a link: we, or the other end. */
export type Beginner = "us" | "other";

/** Which links to a peer there have been, and who began them. */
export class LinkHistory {
  /** Links that were replaced: what still comes for them is late. */
  readonly #past = new Set<string>();
  #begunBy: Beginner = "us";
  #lastOfOther: string | undefined;

  /** The last link that the other end began. */
  get lastOfOther(): string | undefined {
    return this.#lastOfOther;
  }

  isPast(linkId: string): boolean {
    return this.#past.has(linkId);
  }

  /**
   * Both ends have begun a link: the impolite side's stands, the polite side's gives way. Unless the other end has had ours
   * already, and begins another nevertheless.
   */
  insistsOn(link: PeerLink, offer: JsonObject): boolean {
    const isKnown = link.isAnswered || idIn(offer, "replaces") === link.id;
    return this.#begunBy === "us" && !link.polite && !isKnown;
  }

  /** A link takes the place of the one before, if there was one. */
  handleBegun(linkId: string, by: Beginner, before: PeerLink | null): void {
    if (before) this.#past.add(before.id);
    this.#begunBy = by;
    if (by === "other") this.#lastOfOther = linkId;
  }
}
