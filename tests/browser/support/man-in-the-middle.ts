import type { Page } from "@playwright/test";
import type { HubMessage, WireTap } from "./wire-tap.ts";

type Side = "caller" | "callee";
interface Relay {
  offer(): Promise<string>;
  accept(side: Side, type: RTCSdpType, sdp: string): Promise<void>;
  answer(): Promise<string>;
  addCandidate(side: Side, candidate: RTCIceCandidateInit | null): Promise<void>;
}

/**
 * Makes of the service one that sits in the middle of a call, with `page` as its browser: it puts descriptions of its own into what the two
 * send each other, so each of them is connected to `page`, which passes the picture on.
 */
export async function sitBetween(page: Page, caller: WireTap, callee: WireTap): Promise<void> {
  await page.evaluate(installRelay);
  caller.change = (message, direction) =>
    direction === "to the server" ? change(page, "caller", message) : undefined;
  callee.change = (message, direction) =>
    direction === "to the server" ? change(page, "callee", message) : undefined;
}

async function change(page: Page, side: Side, message: HubMessage): Promise<void> {
  const args = message.arguments ?? [];
  const payload = args[2] as { sdp: string } & RTCIceCandidateInit;
  if (message.target === "SendCandidate") {
    await page.evaluate(([from, candidate]) => relay().addCandidate(from, candidate), [
      side,
      payload,
    ] as const);
    args[2] = null; // the page's own are in its descriptions
  } else if (message.target === "SendOffer") {
    payload.sdp = await page.evaluate(async (sdp) => {
      await relay().accept("caller", "offer", sdp);
      return relay().offer();
    }, payload.sdp);
  } else if (message.target === "SendAnswer") {
    payload.sdp = await page.evaluate(async (sdp) => {
      await relay().accept("callee", "answer", sdp);
      return relay().answer();
    }, payload.sdp);
  }
}

/** In the page. */
declare function relay(): Relay;

/** Runs in the page. */
function installRelay(): void {
  const ends = { caller: new RTCPeerConnection(), callee: new RTCPeerConnection() };
  const pass = (from: RTCPeerConnection, to: RTCPeerConnection) => {
    from.ontrack = ({ track }) => {
      const sameKind = to.getTransceivers().find(({ receiver }) => receiver.track.kind === track.kind);
      void sameKind?.sender.replaceTrack(track);
    };
  };
  pass(ends.caller, ends.callee);
  pass(ends.callee, ends.caller);
  for (const kind of ["audio", "video"])
    ends.callee.addTransceiver(kind, { direction: "sendrecv", streams: [new MediaStream()] });
  ends.callee.createDataChannel("rtchub", { negotiated: true, id: 0 });
  const gathered = async (end: RTCPeerConnection): Promise<string> => {
    await end.setLocalDescription();
    while (end.iceGatheringState !== "complete")
      await new Promise((resolve) =>
        end.addEventListener("icegatheringstatechange", resolve, { once: true }),
      );
    return end.localDescription?.sdp ?? "";
  };
  const installed: Relay = {
    offer: () => gathered(ends.callee),
    accept: (side, type, sdp) => ends[side].setRemoteDescription({ type, sdp }),
    answer: () => {
      for (const transceiver of ends.caller.getTransceivers()) {
        transceiver.direction = "sendrecv";
        transceiver.sender.setStreams(new MediaStream());
      }
      return gathered(ends.caller);
    },
    addCandidate: (side, candidate) => ends[side].addIceCandidate(candidate),
  };
  Object.assign(window, { relay: () => installed });
}
