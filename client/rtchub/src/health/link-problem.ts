/** Why no way to a peer was found, and what that means. */
export const linkProblems = {
  no_answer: "Their browser does not answer: it may be closed, or without a network.",
  no_candidates: "Their browser offers no network address to connect to.",
  no_relay: "The networks in between allow no direct way, and there is no TURN server to go around.",
  relay_unreachable: "The networks in between allow no direct way, and the TURN server cannot be reached.",
  blocked: "Every way was tried, also through the TURN server; a firewall blocks them all.",
} as const;

/** Why no way to a peer was found. */
export type LinkProblemCode = keyof typeof linkProblems;

/** Why a link has failed, for programs and in words. */
export interface LinkProblem {
  /** Stable for programs. */
  code: LinkProblemCode;
  /** The sentence of `linkProblems`, in English. */
  text: string;
}

/** Tells from what a connection has tried why it did not get through: its descriptions hold the candidates of both ends (JSEP, RFC 9429 4.1.15). */
export function diagnose(connection: RTCPeerConnection): LinkProblem {
  const { localDescription, remoteDescription } = connection;
  const code = ((): LinkProblemCode => {
    if (!remoteDescription) return "no_answer";
    if (!/^a=candidate:/m.test(remoteDescription.sdp)) return "no_candidates";
    if (/^a=candidate:.* typ relay/m.test(`${localDescription?.sdp}\n${remoteDescription.sdp}`))
      return "blocked";
    return hasTurn(connection.getConfiguration().iceServers ?? []) ? "relay_unreachable" : "no_relay";
  })();
  return { code, text: linkProblems[code] };
}

/** Whether there is a TURN server among them (RFC 7065). */
export function hasTurn(servers: RTCIceServer[]): boolean {
  return servers.flatMap(({ urls }) => urls).some((url) => /^turns?:/i.test(url));
}
