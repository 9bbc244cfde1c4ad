import type { ResultCode } from "../codes.js";
import { RtcHubError } from "../errors.js";
import type { HubClient } from "../hub/hub-client.js";
import type { SendResult } from "../hub/wire.js";
import type { LinkSignal } from "../link/link-signals.js";
import type { PeerCall } from "./peer-call.js";

type SignalSender = Pick<HubClient, "sendOffer" | "sendAnswer" | "sendCandidate">;

/** After these codes the application has nothing to do: it arrived or will, or the roster tells of the peer's or our own end. */
const settled: ReadonlySet<ResultCode> = new Set<ResultCode>([
  "ok",
  "queued",
  "backplane_unavailable",
  "peer_gone",
  "session_gone",
  "closed",
]);

/** Hands a call's signal to the service. Resolves with false when it is to be sent again. */
export async function deliver(
  hub: SignalSender,
  topic: string,
  call: PeerCall,
  signal: LinkSignal,
  handleError: (error: RtcHubError) => void,
): Promise<boolean> {
  const { code } = await send(hub, topic, call.peerId, signal);
  if (code === "not_subscribed") call.handleUndelivered();
  else if (!settled.has(code)) handleError(new RtcHubError(code));
  return code !== "backplane_unavailable";
}

function send(hub: SignalSender, topic: string, to: string, signal: LinkSignal): Promise<SendResult> {
  if (signal.kind === "candidate") return hub.sendCandidate(topic, to, signal.candidate);
  if (signal.kind === "offer") return hub.sendOffer(topic, to, signal.description);
  return hub.sendAnswer(topic, to, signal.description);
}
