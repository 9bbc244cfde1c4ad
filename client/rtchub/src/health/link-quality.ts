/** How a call is, in one word: `none` while the link is down. */
export type QualityWord = "good" | "fair" | "poor" | "none";

/** How the link to a peer is, measured over the last two seconds. */
export interface LinkQuality {
  /** `poor` from 8 % loss or 600 ms on, `fair` from 2 % or 250 ms on. */
  word: QualityWord;
  /** There and back, in milliseconds; null when not measured. */
  rttMs: number | null;
  /** What was lost of the media, in percent: of the direction that lost more. */
  lossPercent: number;
  /** How unevenly their media comes, in milliseconds. */
  jitterMs: number;
  /** All that goes to them, in kbit/s. */
  sendKbps: number;
  /** All that comes from them, in kbit/s. */
  receiveKbps: number;
  /** Whether it goes through a TURN server; null when not known. */
  path: "direct" | "relayed" | null;
}

/** No link, no numbers. */
export const noQuality: LinkQuality = {
  word: "none",
  rttMs: null,
  lossPercent: 0,
  jitterMs: 0,
  sendKbps: 0,
  receiveKbps: 0,
  path: null,
};

/** One record of https://w3c.github.io/webrtc-stats, as far as this library reads it. */
interface Stats {
  id: string;
  type: string;
  timestamp: number;
  state?: string;
  nominated?: boolean;
  selectedCandidatePairId?: string;
  localCandidateId?: string;
  remoteCandidateId?: string;
  candidateType?: string;
  currentRoundTripTime?: number;
  bytesSent?: number;
  bytesReceived?: number;
  packetsLost?: number;
  packetsReceived?: number;
  fractionLost?: number;
  jitter?: number;
}

/** What has been counted since the connection began. */
interface Totals {
  pairId: string;
  at: number;
  sent: number;
  received: number;
  lost: number;
  arrived: number;
}

/** Makes of the counters of one connection after another what they mean for the time in between. */
export class LinkMeter {
  #before: Totals | null = null;

  async measure(connection: RTCPeerConnection): Promise<LinkQuality> {
    const report = new Map<string, Stats>();
    (await connection.getStats()).forEach((stats: Stats) => {
      report.set(stats.id, stats);
    });
    const all = [...report.values()];
    const pair = selectedPair(all, report);
    if (!pair) return noQuality;
    const inbound = all.filter(({ type }) => type === "inbound-rtp");
    const totals: Totals = {
      pairId: pair.id,
      at: pair.timestamp,
      sent: pair.bytesSent ?? 0,
      received: pair.bytesReceived ?? 0,
      lost: sum(inbound.map(({ packetsLost }) => packetsLost)),
      arrived: sum(inbound.map(({ packetsReceived }) => packetsReceived)),
    };
    const before = this.#before?.pairId === pair.id ? this.#before : totals;
    this.#before = totals;
    const [lost, arrived] = [
      Math.max(0, totals.lost - before.lost),
      Math.max(0, totals.arrived - before.arrived),
    ];
    const lossThere = all.map(({ type, fractionLost = 0 }) =>
      type === "remote-inbound-rtp" ? fractionLost : 0,
    );
    const kbps = (bytes: number) => Math.round((bytes * 8) / Math.max(1, totals.at - before.at));
    const ends = [pair.localCandidateId, pair.remoteCandidateId].map(
      (id) => report.get(id ?? "")?.candidateType,
    );
    const quality: LinkQuality = {
      word: "good",
      rttMs: pair.currentRoundTripTime === undefined ? null : Math.round(pair.currentRoundTripTime * 1_000),
      lossPercent: Math.round(100 * Math.max(lost / Math.max(1, lost + arrived), ...lossThere)),
      jitterMs: Math.round(1_000 * Math.max(0, ...inbound.map(({ jitter = 0 }) => jitter))),
      sendKbps: kbps(totals.sent - before.sent),
      receiveKbps: kbps(totals.received - before.received),
      path: ends.includes("relay") ? "relayed" : ends.includes(undefined) ? null : "direct",
    };
    return { ...quality, word: wordFor(quality) };
  }
}

function wordFor({ rttMs, lossPercent }: LinkQuality): QualityWord {
  const rtt = rttMs ?? 0;
  if (lossPercent >= 8 || rtt >= 600) return "poor";
  return lossPercent >= 2 || rtt >= 250 ? "fair" : "good";
}

/** Firefox has no `transport` record: there it is the nominated pair that works. */
function selectedPair(all: Stats[], report: ReadonlyMap<string, Stats>): Stats | undefined {
  const id = all.find(({ selectedCandidatePairId }) => selectedCandidatePairId)?.selectedCandidatePairId;
  return (
    report.get(id ?? "") ??
    all.find(({ type, nominated, state }) => type === "candidate-pair" && nominated && state === "succeeded")
  );
}

function sum(numbers: (number | undefined)[]): number {
  return numbers.reduce<number>((total, number = 0) => total + number, 0);
}
