import type { ResultCode } from "./codes.js";
import type { HubClient } from "./hub-client.js";
import type { LinkSignal } from "./link-signals.js";
import type { SendResult } from "./wire.js";

type SignalSender = Pick<HubClient, "sendOffer" | "sendAnswer" | "sendCandidate">;

/** Hands a signal to the service. */
export function deliver(
  hub: SignalSender,
  topic: string,
  to: string,
  signal: LinkSignal,
): Promise<SendResult> {
  if (signal.kind === "candidate") return hub.sendCandidate(topic, to, signal.candidate);
  if (signal.kind === "offer") return hub.sendOffer(topic, to, signal.description);
  return hub.sendAnswer(topic, to, signal.description);
}

/** After these codes the application has nothing to do: it arrived or will, or the roster tells of the peer's or our own end. */
export const settled: ReadonlySet<ResultCode> = new Set<ResultCode>([
  "ok",
  "queued",
  "backplane_unavailable",
  "peer_gone",
  "session_gone",
  "closed",
]);
