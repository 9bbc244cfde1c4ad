import type { ConnectOptions } from "../hub/connect.js";
import { type Rtc, rtcOf } from "../link/rtc.js";
import { verdictOn } from "./connectivity-verdict.js";
import { probeRelay, probeStun } from "./ice-probe.js";
import { probeSignaling } from "./signaling-probe.js";

/** How long the whole may take. */
const CHECK_MS = 10_000;
/** How long an ICE server may take to show that it works. */
const ICE_MS = 6_000;

/** What to check. */
export interface ConnectivityOptions extends Pick<ConnectOptions, "url" | "accessToken"> {
  /** A topic that the join token allows; those who are in it see someone come and go. Default: a random one. */
  topic?: string;
  /** Checked along with the ICE servers that the service gives. */
  iceServers?: RTCIceServer[];
}

/** How one of the checks ended. */
export interface ConnectivityCheck {
  /** `not_configured`: there is no such server; `unknown`: the service has not said whether there is one. */
  state: "ok" | "failed" | "not_configured" | "unknown";
  /** A sentence: why it failed, or why the service refused. */
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
  webSocket?: ConnectOptions["webSocket"];
}

/**
 * Checks what a call needs: the service, STUN, and TURN over UDP and over TCP, by sending data through the relay. Takes 10 s at most and
 * never rejects.
 */
export async function checkConnectivity(
  options: ConnectivityOptions = {},
  { rtc = rtcOf(), webSocket }: Platform = {},
): Promise<ConnectivityReport> {
  const start = performance.now();
  const answer = await probeSignaling(options.topic ?? crypto.randomUUID(), options, webSocket);
  const signaling: ConnectivityCheck = {
    state: answer.state === "failed" ? "failed" : "ok",
    ...(answer.state !== "ok" && { reason: answer.reason }),
    ms: elapsed(start),
  };
  const iceMs = Math.min(ICE_MS, CHECK_MS - signaling.ms);
  const absent = answer.state === "ok" ? "not_configured" : "unknown";
  const check = async (servers: RTCIceServer[], probe: typeof probeStun): Promise<ConnectivityCheck> =>
    servers.length === 0 ? { state: absent, ms: 0 } : run(() => probe(servers, rtc, iceMs));
  const servers = [...(answer.state === "ok" ? answer.iceServers : []), ...(options.iceServers ?? [])];
  const [stun, turnUdp, turnTcp] = await Promise.all([
    check(serversWith(isStun, servers), probeStun),
    check(serversWith(isTurnOverUdp, servers), probeRelay),
    check(serversWith(isTurnOverTcp, servers), probeRelay),
  ]);
  const checks = { signaling, stun, turnUdp, turnTcp };
  return { ...checks, verdict: verdictOn(checks) };
}

async function run(probe: () => Promise<string | null>): Promise<ConnectivityCheck> {
  const start = performance.now();
  const reason = await probe();
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
