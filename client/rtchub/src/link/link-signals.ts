import type { JsonObject } from "../hub/wire.js";

/**
 * What a link sends to the other end. Descriptions and candidates are the browser's own JSON with fields of ours:
 * `linkId` names the pair of peer connections, `negotiationId` the offer that all of it belongs to.
 * The offer that begins a link says `isNewLink: true`, and in `replaces` which link of the other end's making it has given up for it.
 */
export type LinkSignal =
  | { kind: "offer" | "answer"; description: JsonObject }
  | { kind: "candidate"; candidate: JsonObject | null };

/** A string field of a signal; undefined when another client sent none. */
export function idIn(
  signal: JsonObject | null,
  field: "linkId" | "negotiationId" | "replaces",
): string | undefined {
  const value = signal?.[field];
  return typeof value === "string" ? value : undefined;
}
