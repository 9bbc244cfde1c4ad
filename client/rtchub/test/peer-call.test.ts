import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LinkSignal } from "../src/link/link-signals.js";
import { RoomMedia } from "../src/media/room-media.js";
import { PeerCall } from "../src/room/peer-call.js";
import { FakeNetwork } from "./fakes/peer-connection.js";

let network: FakeNetwork;
let call: PeerCall;
let sent: LinkSignal[];
let ownId: string;

beforeEach(() => {
  vi.useFakeTimers();
  network = new FakeNetwork();
  sent = [];
  ownId = "self";
  const peer = { peerId: "other", state: "connected", joinedAt: "", metadata: null } as const;
  call = new PeerCall(peer, {
    ownId: () => ownId,
    mayCall: () => true,
    createConnection: () => network.createConnection({}),
    prepareIce: async () => {},
    createStream: () => network.createStream(),
    media: new RoomMedia(
      {},
      () => network.createStream(),
      () => [],
    ),
    send: async (_call, signal) => sent.push(signal) > 0,
    handleChange: () => {},
    handleLinkLost: () => {},
    handleChannelClosed: () => {},
    handleTrack: () => {},
    handleTrackRemoved: () => {},
    handleData: () => {},
    handleMesh: () => {},
    handleOpen: () => {},
    findRequestHandler: () => undefined,
    handleFile: () => false,
    handleHello: () => {},
    reportHandshake: () => {},
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
  other.createDataChannel("rtchub", { negotiated: true, id: 0 });
  const [{ sdp = "" }] = await Promise.all([other.createOffer(), vi.advanceTimersByTimeAsync(5)]);
  other.close();
  return { type: "offer", sdp, linkId, negotiationId: `${linkId}-1` };
}

const descriptionsSent = () =>
  sent.flatMap((signal) => (signal.kind === "candidate" ? [] : [signal.description]));

const pass = () => vi.advanceTimersByTimeAsync(20);

test("an offer for a link that this end does not have is met with a new link, not with an answer", async () => {
  call.handleOffer(await offerOf("lost"));
  await pass();

  expect(descriptionsSent()).toMatchObject([{ type: "offer", isNewLink: true }]);
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

test("of two links begun at once the impolite end's stands, and is offered again: the other end may not have had it", async () => {
  call.call();
  await pass();
  const ours = call.linkId;
  call.handleOffer({ ...(await offerOf("theirs")), isNewLink: true });
  await pass();

  expect(call.linkId).toBe(ours);
  expect(descriptionsSent()).toMatchObject([{ linkId: ours }, { linkId: ours, isNewLink: true }]);
});

test("a link begun by an end that gave ours up is taken, though we insist on ours otherwise", async () => {
  call.call();
  await pass();
  call.handleOffer({ ...(await offerOf("theirs")), isNewLink: true, replaces: call.linkId ?? "" });

  expect(call.linkId).toBe("theirs");
});

test("a link begun right after the answer to ours is taken, though that answer is still being applied", async () => {
  const theirs = await offerOf("theirs");
  call.call();
  await pass();
  call.handleAnswer({ type: "answer", sdp: theirs.sdp, linkId: call.linkId ?? "" });
  call.handleOffer({ ...theirs, isNewLink: true });

  expect(call.linkId).toBe("theirs");
});

test("a new link says which link of the other end's it replaces", async () => {
  call.handleOffer({ ...(await offerOf("theirs")), isNewLink: true });
  call.call();
  await pass();

  expect(descriptionsSent()).toMatchObject([{ isNewLink: true, replaces: "theirs" }]);
});

test("when signals were lost before the other end has called it is called at once", async () => {
  call.awaitOffer();
  call.handleSignalsLost();
  await pass();

  expect(descriptionsSent()).toMatchObject([{ isNewLink: true }]);
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

test("a link that the other end begins when all tries have failed is told of with the reason of the one before", async () => {
  network.candidates = { local: ["host"], remote: ["host"] };
  for (const linkId of ["first", "second", "third", "fourth"]) {
    expect(call.linkState).not.toBe("failed");
    call.handleOffer({ ...(await offerOf(linkId)), isNewLink: true });
    await vi.advanceTimersByTimeAsync(16_000);
  }
  expect(call.linkState).toBe("failed");
  expect(call.health.problem?.code).toBe("no_relay");
});

test("an offer that crosses the last try is the same try", async () => {
  ownId = "I give way";
  call.call();
  await vi.advanceTimersByTimeAsync(79_500);
  expect(network.connections).toHaveLength(2);
  call.handleOffer({ ...(await offerOf("theirs")), isNewLink: true });
  expect(call.linkId).toBe("theirs");
  expect(call.linkState).toBe("connecting");
});
