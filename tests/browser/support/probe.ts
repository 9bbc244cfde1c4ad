/** Runs in a page before its own scripts: keeps the page's peer connections where a test can ask them for statistics. */
export function keepPeerConnections(): void {
  const connections: RTCPeerConnection[] = [];
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  Object.assign(window, { peerConnections: connections });
}

/** How many peer connections a page has ever made. Runs in the page. */
export function countPeerConnections(): number {
  return (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections.length;
}

/** Whether a page has begun to set a link up. Runs in the page. */
export function hasPeerConnection(): boolean {
  return (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections.length > 0;
}

/** How far a page's links are. Runs in the page. */
export function connectionStates(): RTCPeerConnectionState[] {
  return (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections.map(
    ({ connectionState }) => connectionState,
  );
}

/** Breaks a page's links for good, behind the back of its own scripts. Runs in the page. */
export function closePeerConnections(): void {
  for (const connection of (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections)
    connection.close();
}

/** What a page's open peer connections have received so far. Runs in the page. */
export async function receivedMedia(): Promise<{
  connected: number;
  frames: number[];
  audioEnergy: number[];
}> {
  const all = (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections;
  const open = all.filter((connection) => connection.connectionState === "connected");
  const frames: number[] = [];
  const audioEnergy: number[] = [];
  for (const connection of open) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      if (report.kind === "video") frames.push(report.framesDecoded ?? 0);
      else audioEnergy.push(report.totalAudioEnergy ?? 0);
    }
  }
  return { connected: open.length, frames, audioEnergy };
}

/** Whether data gets through to somebody. Runs in the page. */
export async function hasOpenChannel(): Promise<boolean> {
  const all = (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections;
  const stats = await Promise.all(all.map((connection) => connection.getStats()));
  return stats.some((reports) =>
    [...reports.values()].some(({ type, state }) => type === "data-channel" && state === "open"),
  );
}
