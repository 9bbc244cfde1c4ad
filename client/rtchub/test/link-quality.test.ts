import { expect, test } from "vitest";
import { LinkMeter } from "../src/health/link-quality.js";

interface Sample {
  at: number;
  rtt?: number;
  sent?: number;
  received?: number;
  lost?: number;
  arrived?: number;
  fractionLost?: number;
  relayed?: boolean;
  hasTransport?: boolean;
  pair?: string;
}

/** What a browser's getStats gives, as far as it matters. */
function connectionWith(sample: () => Sample): RTCPeerConnection {
  const getStats = async () => {
    const {
      at,
      rtt = 0.05,
      sent = 0,
      received = 0,
      lost = 0,
      arrived = 0,
      pair = "pair",
      ...rest
    } = sample();
    const { fractionLost = 0, relayed = false, hasTransport = true } = rest;
    return [
      ...(hasTransport ? [{ id: "transport", type: "transport", selectedCandidatePairId: pair }] : []),
      { id: "other", type: "candidate-pair", state: "failed", nominated: false, timestamp: at },
      {
        id: pair,
        type: "candidate-pair",
        state: "succeeded",
        nominated: true,
        timestamp: at,
        currentRoundTripTime: rtt,
        bytesSent: sent,
        bytesReceived: received,
        localCandidateId: "local",
        remoteCandidateId: "remote",
      },
      { id: "local", type: "local-candidate", candidateType: relayed ? "relay" : "host" },
      { id: "remote", type: "remote-candidate", candidateType: "srflx" },
      { id: "in", type: "inbound-rtp", packetsLost: lost, packetsReceived: arrived, jitter: 0.004 },
      { id: "there", type: "remote-inbound-rtp", fractionLost },
    ];
  };
  return { getStats } as unknown as RTCPeerConnection;
}

async function measure(...samples: Sample[]) {
  const meter = new LinkMeter();
  let current = samples[0] as Sample;
  const connection = connectionWith(() => current);
  let quality = await meter.measure(connection);
  for (current of samples.slice(1)) quality = await meter.measure(connection);
  return quality;
}

test("rates and losses are those since the measurement before", async () => {
  const quality = await measure(
    { at: 0, sent: 1_000_000, received: 5_000, lost: 500, arrived: 500 },
    { at: 2_000, sent: 1_250_000, received: 30_000, lost: 501, arrived: 599 },
  );

  expect(quality).toEqual({
    word: "good",
    rttMs: 50,
    lossPercent: 1,
    jitterMs: 4,
    sendKbps: 1_000,
    receiveKbps: 100,
    path: "direct",
  });
});

test.each([
  ["good", { rtt: 0.2, lost: 1, arrived: 99 }],
  ["fair", { rtt: 0.25 }],
  ["fair", { lost: 2, arrived: 98 }],
  ["fair", { fractionLost: 0.03 }],
  ["poor", { rtt: 0.7 }],
  ["poor", { lost: 10, arrived: 90 }],
] as const)("a link is called %s at %o", async (word, sample) => {
  expect((await measure({ at: 0 }, { at: 2_000, ...sample })).word).toBe(word);
});

test("a path through a TURN server on either end is relayed", async () => {
  expect((await measure({ at: 0, relayed: true })).path).toBe("relayed");
});

test("a browser that does not name the selected pair is measured by the one that works", async () => {
  expect((await measure({ at: 0, hasTransport: false, rtt: 0.3 })).rttMs).toBe(300);
});

test("another pair begins anew: no rate is made of two counters that have nothing to do with each other", async () => {
  const quality = await measure({ at: 0, sent: 0 }, { at: 2_000, sent: 9_000_000, pair: "new" });

  expect(quality.sendKbps).toBe(0);
});
