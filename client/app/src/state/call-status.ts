import type { LinkState, RoomState } from "rtchub";
import { listNames } from "./names";

/** "calm": nothing to do; "busy": something is under way; "bad": something is wrong. */
export interface CallStatus {
  tone: "calm" | "busy" | "bad";
  text: string;
}

/** Of someone whose invitation allows no calls. */
export const watchingStatus: CallStatus = {
  tone: "calm",
  text: "You see who is here. Your invitation does not allow you to talk with them.",
};

export interface StatusPeer {
  name: string;
  linkState: LinkState;
}

/** The state of the whole call in one sentence: the most pressing thing first. */
export function callStatus(roomState: RoomState, peers: readonly StatusPeer[]): CallStatus {
  const named = (...states: LinkState[]) =>
    listNames(peers.filter((peer) => states.includes(peer.linkState)).map((peer) => peer.name));

  if (roomState === "reconnecting") {
    const text = named("connected")
      ? "Reconnecting to the service. Your call goes on."
      : "Connection to the service lost. Reconnecting…";
    return { tone: "busy", text };
  }
  if (peers.length === 0) return { tone: "calm", text: "Waiting for someone to join" };

  const failed = named("failed", "closed");
  if (failed) {
    return { tone: "bad", text: `Connection to ${failed} failed. Try another network, or leave and rejoin.` };
  }
  const reconnecting = named("reconnecting");
  if (reconnecting) return { tone: "busy", text: `Reconnecting to ${reconnecting}…` };
  const connecting = named("new", "connecting");
  if (connecting) return { tone: "busy", text: `Connecting to ${connecting}…` };
  return { tone: "calm", text: `In a call with ${named("connected")}` };
}

/** What a peer's tile says while it shows no live picture, or null when all is well. */
export function linkNote(linkState: LinkState): { title: string; advice: string } | null {
  switch (linkState) {
    case "connected":
      return null;
    case "new":
    case "connecting":
      return { title: "Connecting…", advice: "" };
    case "reconnecting":
      return { title: "Reconnecting…", advice: "" };
    case "failed":
    case "closed":
      return {
        title: "Connection failed",
        advice: "Try another network or turn off a VPN, or leave and rejoin.",
      };
  }
}
