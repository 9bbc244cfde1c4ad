/** The way that media takes between two peers. */
export interface Path {
  local: string;
  remote: string;
  /** How the local end speaks to its relay. */
  relayProtocol: string | undefined;
}

/** The paths that a page's peer connections have chosen. Runs in the page. */
export async function chosenPaths(): Promise<Path[]> {
  const { peerConnections } = window as unknown as { peerConnections: RTCPeerConnection[] };
  const paths: Path[] = [];
  for (const connection of peerConnections) {
    const stats = await connection.getStats();
    const all = [...stats.values()];
    // Chromium nominates anew when a better pair comes; one is in use. Firefox has no `transport` record, and nominates one.
    const selected = all
      .filter(({ type }) => type === "transport")
      .map((transport) => transport.selectedCandidatePairId);
    const isChosen = (pair: (typeof all)[number]) =>
      selected.length > 0 ? selected.includes(pair.id) : pair.nominated && pair.state === "succeeded";
    for (const pair of all.filter((record) => record.type === "candidate-pair" && isChosen(record))) {
      const local = stats.get(pair.localCandidateId);
      const remote = stats.get(pair.remoteCandidateId);
      paths.push({
        local: local?.candidateType,
        remote: remote?.candidateType,
        relayProtocol: local?.relayProtocol,
      });
    }
  }
  return paths;
}

/** Keeps the codes of what ICE servers refuse, from now on. Runs in the page. */
export function keepIceErrors(): void {
  const codes: number[] = [];
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener("icecandidateerror", ({ errorCode }) => codes.push(errorCode));
    }
  };
  Object.assign(window, { iceErrors: codes });
}

/** Runs in the page. */
export function iceErrors(): number[] {
  return (window as unknown as { iceErrors: number[] }).iceErrors;
}

/** How many addresses a page has found for others to reach it at, once it has looked everywhere; else null. Runs in the page. */
export async function countLocalCandidates(): Promise<number | null> {
  const { peerConnections } = window as unknown as { peerConnections: RTCPeerConnection[] };
  let count = 0;
  for (const connection of peerConnections) {
    if (connection.iceGatheringState !== "complete") return null;
    for (const report of (await connection.getStats()).values())
      if (report.type === "local-candidate") count++;
  }
  return count;
}
