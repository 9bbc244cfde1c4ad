import type { LinkProblemCode, LinkState, RoomState } from "rtchub";
import { words } from "../words";
import { listNames } from "./names";

/** "calm": nothing to do; "busy": something is under way; "bad": something is wrong. */
export interface CallStatus {
  tone: "calm" | "busy" | "bad";
  text: string;
}

/** Of someone whose invitation allows no calls. */
export function watchingStatus(): CallStatus {
  return { tone: "calm", text: words.value.status.watching };
}

export interface StatusPeer {
  name: string;
  linkState: LinkState;
}

/** The state of the whole call in one sentence: the most pressing thing first. */
export function callStatus(roomState: RoomState, peers: readonly StatusPeer[]): CallStatus {
  const say = words.value.status;
  const named = (...states: LinkState[]) =>
    listNames(peers.filter((peer) => states.includes(peer.linkState)).map((peer) => peer.name));

  if (roomState === "reconnecting") {
    return { tone: "busy", text: named("connected") ? say.serviceAway : say.serviceLost };
  }
  if (peers.length === 0) return { tone: "calm", text: say.waiting };

  const failed = named("failed", "closed");
  if (failed) return { tone: "bad", text: say.failed(failed) };
  const reconnecting = named("reconnecting");
  if (reconnecting) return { tone: "busy", text: say.reconnecting(reconnecting) };
  const connecting = named("new", "connecting");
  if (connecting) return { tone: "busy", text: say.connecting(connecting) };
  return { tone: "calm", text: say.connected(named("connected")) };
}

/** What a peer's tile says while it shows no live picture, or null when all is well. */
export function linkNote(
  linkState: LinkState,
  problem: LinkProblemCode | null = null,
): { title: string; advice: string } | null {
  const say = words.value.tile;
  switch (linkState) {
    case "connected":
      return null;
    case "new":
    case "connecting":
      return { title: say.connecting, advice: "" };
    case "reconnecting":
      return { title: say.reconnecting, advice: "" };
    case "failed":
    case "closed":
      return { title: say.failed, advice: problem ? words.value.linkProblems[problem] : say.failedAdvice };
  }
}
