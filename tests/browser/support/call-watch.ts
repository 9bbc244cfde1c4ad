/** What a page went through since `watchCall`. */
export interface CallHistory {
  /** The longest time in which one of the incoming videos decoded no frame, in milliseconds. */
  longestStandstill: number;
  /** How many incoming videos there were, at least. */
  fewestVideos: number;
  samples: number;
  /** How many peer connections the page had made before. */
  connectionsBefore: number;
  /** Every text that the status line has shown. */
  statuses: string[];
}

/** Keeps an eye on the call from inside the page, where a busy machine does not get between. Runs in the page. */
export function watchCall(): void {
  const { peerConnections } = window as unknown as { peerConnections: RTCPeerConnection[] };
  const history: CallHistory = {
    longestStandstill: 0,
    fewestVideos: Number.POSITIVE_INFINITY,
    samples: 0,
    connectionsBefore: peerConnections.length,
    statuses: [],
  };
  const videos = new Map<string, { frames: number; at: number }>();
  const sample = async () => {
    let count = 0;
    for (const [index, connection] of peerConnections.entries()) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== "inbound-rtp" || report.kind !== "video") continue;
        count++;
        const key = `${index} ${report.id}`;
        const now = performance.now();
        const before = videos.get(key);
        if (!before || before.frames !== report.framesDecoded)
          videos.set(key, { frames: report.framesDecoded, at: now });
        else history.longestStandstill = Math.max(history.longestStandstill, now - before.at);
      }
    }
    history.fewestVideos = Math.min(history.fewestVideos, count);
    history.samples++;
  };
  const status = () => document.querySelector("[role=status]")?.textContent ?? "";
  new MutationObserver(() => {
    if (history.statuses.at(-1) !== status()) history.statuses.push(status());
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  Object.assign(window, { callHistory: history });
  setInterval(sample, 500);
}

/** Runs in the page. */
export function callHistory(): CallHistory {
  return (window as unknown as { callHistory: CallHistory }).callHistory;
}
