import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LinkSignal } from "../src/link-signals.js";
import { PeerCall } from "../src/peer-call.js";
import { FakeNetwork } from "./fakes/peer-connection.js";

let network: FakeNetwork;
let call: PeerCall;
let sent: LinkSignal[];

beforeEach(() => {
  vi.useFakeTimers();
  network = new FakeNetwork();
  sent = [];
  const label = network.createStream();
  const peer = { peerId: "other", state: "connected", joinedAt: "", metadata: null } as const;
  call = new PeerCall(peer, {
    ownId: () => "self",
    createConnection: () => network.createConnection({}),
    createStream: () => network.createStream(),
    localMedia: () => ({ media: null, label }),
    send: async (_call, signal) => sent.push(signal) > 0,
    handleChange: () => {},
    handleChannelClosed: () => {},
    handleTrack: () => {},
    handleTrackRemoved: () => {},
    handleData: () => {},
    handleHello: () => {},
    handleError: () => {},
  });
});

afterEach(() => {
  call.close();
  vi.useRealTimers();
});

/** What another browser would offer for a link of this name. */
async function offerOf(linkId: string) {
  const other = network.createConnection({});
  other.createDataChannel("rtchub", { id: 0 });
  await Promise.all([other.setLocalDescription(), vi.advanceTimersByTimeAsync(5)]);
  const sdp = String(other.localDescription?.sdp);
  other.close();
  return { type: "offer", sdp, linkId, negotiationId: `${linkId}-1` };
}

const pass = () => vi.advanceTimersByTimeAsync(20);

test("an offer for a link that this end does not have is met with a new link, not with an answer", async () => {
  call.handleOffer(await offerOf("lost"));
  await pass();

  const descriptions = sent.flatMap((signal) => (signal.kind === "candidate" ? [] : [signal]));
  expect(descriptions.map(({ kind }) => kind)).toEqual(["offer"]);
  expect(descriptions[0]?.description).toMatchObject({ isNewLink: true });
  expect(call.linkId).not.toBe("lost");
});

test("an offer for a link that has been replaced is late and changes nothing", async () => {
  const [first, second] = [await offerOf("first"), await offerOf("second")];
  call.handleOffer({ ...first, isNewLink: true });
  call.handleOffer({ ...second, isNewLink: true });
  call.handleOffer({ ...first, isNewLink: true });
  await pass();

  expect(call.linkId).toBe("second");
});

test("candidates that come before the offer that begins their link are kept for it", async () => {
  const offer = await offerOf("new");
  const usernameFragment = /a=ice-ufrag:(\S+)/.exec(offer.sdp)?.[1] ?? "";
  call.handleCandidate({
    candidate: "candidate:early",
    usernameFragment,
    linkId: "new",
    negotiationId: "new-1",
  });
  call.handleOffer({ ...offer, isNewLink: true });
  await pass();

  expect(network.open[0]?.added).toContainEqual(expect.objectContaining({ candidate: "candidate:early" }));
});
