import type { ConnectivityReport } from "./connectivity.js";

/** What the checks mean for calls, for people: what works, what may fail, what to try. */
export function verdictOn({
  signaling,
  stun,
  turnUdp,
  turnTcp,
}: Omit<ConnectivityReport, "verdict">): string {
  const relays = [turnUdp, turnTcp];
  const isRelayed = relays.some(({ state }) => state === "ok");

  if (signaling.state === "failed")
    return "You cannot reach the service. Check your network, turn off a VPN, or try another network: a firewall may block WebSockets.";
  if (turnUdp.state === "ok") return "Everything a call needs works from here.";
  if (isRelayed)
    return "Calls work from here, through a relay over TCP. Your network seems to block UDP, so picture and sound may lag.";
  if ([stun, ...relays].every(({ state }) => state === "unknown"))
    return "You can reach the service, but it does not let you in, so nothing more could be checked. Ask whoever invited you.";
  if (relays.some(({ state }) => state === "failed"))
    return "You can reach the service but no relay: behind a strict network calls may fail. Try another network, or tell whoever runs the service.";
  if (stun.state === "ok")
    return "You can reach the service, and it has no relay: calls work from most home networks, behind a strict network they may fail.";
  if (stun.state === "failed")
    return "You can reach the service, but not learn your public address: calls may work only with people in your own network.";
  return "You can reach the service. It has neither STUN nor relay, so calls work only with people in your own network.";
}
