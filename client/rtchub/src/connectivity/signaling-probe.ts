import { RtcHubError } from "../errors.js";
import type { ConnectOptions } from "../hub/connect.js";
import { HubClient } from "../hub/hub-client.js";

/** How long the service may take to answer: Chromium holds a page's WebSocket back for up to 5 s after some 16 that failed. */
const PROBE_MS = 6_000;

/** What came of asking the service for its ICE servers. */
export type SignalingAnswer =
  | { state: "ok"; iceServers: RTCIceServer[] }
  /** It answers, and gives nothing to this token or topic. */
  | { state: "refused"; reason: string }
  | { state: "failed"; reason: string };

/** Enters `topic` for a moment. */
export async function probeSignaling(
  topic: string,
  { url, accessToken }: Pick<ConnectOptions, "url" | "accessToken">,
  webSocket: ConnectOptions["webSocket"],
): Promise<SignalingAnswer> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PROBE_MS);
  const hub = new HubClient({
    ...(url !== undefined && { url }),
    ...(accessToken && { accessToken }),
    near: topic,
    webSocket,
    signal: patience.signal,
  });
  try {
    await hub.start();
    const { iceServers } = await hub.subscribe(topic);
    return { state: "ok", iceServers };
  } catch (error) {
    const isRefusal = error instanceof RtcHubError && !["unreachable", "closed"].includes(error.code);
    if (isRefusal) return { state: "refused", reason: error.message };
    return {
      state: "failed",
      reason: patience.signal.aborted ? "The service did not answer in time." : String(error),
    };
  } finally {
    clearTimeout(timer);
    void hub.close();
  }
}
