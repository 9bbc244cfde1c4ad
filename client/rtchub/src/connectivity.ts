import type { ConnectOptions } from "./connect.js";
import { verdictOn } from "./connectivity-verdict.js";
import { probeRelay, probeStun } from "./ice-probe.js";
import { browserRtc, type Rtc } from "./rtc.js";
import { probeSignaling } from "./signaling-probe.js";

/** What to check. */
export interface ConnectivityOptions extends Pick<ConnectOptions, "url" | "accessToken"> {
  /** A topic that the join token allows; those who are in it see someone come and go. Default: a random one. */
  topic?: string;
  /** Checked along with the ICE servers that the service gives. */
  iceServers?: RTCIceServer[];
}

/** How one of the checks ended. */
export interface ConnectivityCheck {
  /** `not_configured`: there is no such server, or none is known. */
  state: "ok" | "failed" | "not_configured";
  /** A sentence: why it failed, or what else there is to know. */
  reason?: string;
  /** How long it took, in milliseconds. */
  ms: number;
}

/** What works between this browser and the service. */
export interface ConnectivityReport {
  /** The service answers. */
  signaling: ConnectivityCheck;
  /** A STUN server tells this browser its public address. */
  stun: ConnectivityCheck;
  /** Data gets through a TURN server that is reached over UDP. */
  turnUdp: ConnectivityCheck;
  /** Data gets through a TURN server that is reached over TCP or TLS. */
  turnTcp: ConnectivityCheck;
  /** What that means for calls, in words. */
  verdict: string;
}

/** The edges of the platform. */
interface Platform {
  rtc?: Rtc;
  webSocket?: unknown;
}

/**
 * Checks what a call needs: the service, STUN, and TURN over UDP and over TCP, by sending data through the relay. Takes 10 s at most and
 * never rejects.
 */
export async function checkConnectivity(
  options: ConnectivityOptions = {},
  { rtc = browserRtc, webSocket }: Platform = {},
): Promise<ConnectivityReport> {
  const start = performance.now();
  const answer = await probeSignaling(options.topic ?? crypto.randomUUID(), options, webSocket);
  const signaling: ConnectivityCheck = {
    state: answer.state === "failed" ? "failed" : "ok",
    ...(answer.state !== "ok" && { reason: answer.reason }),
    ms: elapsed(start),
  };
  const servers = [...(answer.state === "ok" ? answer.iceServers : []), ...(options.iceServers ?? [])];
  const [stun, turnUdp, turnTcp] = await Promise.all([
    check(serversWith(isStun, servers), (some) => probeStun(some, rtc)),
    check(serversWith(isTurnOverUdp, servers), (some) => probeRelay(some, rtc)),
    check(serversWith(isTurnOverTcp, servers), (some) => probeRelay(some, rtc)),
  ]);
  const checks = { signaling, stun, turnUdp, turnTcp };
  return { ...checks, verdict: verdictOn(checks) };
}

async function check(
  servers: RTCIceServer[],
  probe: (servers: RTCIceServer[]) => Promise<string | null>,
): Promise<ConnectivityCheck> {
  if (servers.length === 0) return { state: "not_configured", ms: 0 };
  const start = performance.now();
  const reason = await probe(servers);
  return { state: reason === null ? "ok" : "failed", ...(reason !== null && { reason }), ms: elapsed(start) };
}

function elapsed(start: number): number {
  return Math.round(performance.now() - start);
}

/** The servers with those of their URLs that are meant (RFC 7064, RFC 7065). */
function serversWith(isMeant: (url: string) => boolean, servers: RTCIceServer[]): RTCIceServer[] {
  return servers
    .map((server) => ({ ...server, urls: [server.urls].flat().filter(isMeant) }))
    .filter(({ urls }) => urls.length > 0);
}

const isStun = (url: string) => /^stuns?:/i.test(url);
const isTurnOverTcp = (url: string) => /^turns:|^turn:.*[?&]transport=tcp/i.test(url);
const isTurnOverUdp = (url: string) => /^turn:/i.test(url) && !isTurnOverTcp(url);
