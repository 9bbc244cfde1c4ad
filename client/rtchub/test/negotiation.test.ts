import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { JsonObject } from "../src/hub/wire.js";
import type { LinkSignal } from "../src/link/link-signals.js";
import { PeerLink } from "../src/link/peer-link.js";
import { fakeMedia } from "./fakes/media.js";
import { FakeNetwork, type FakePeerConnection } from "./fakes/peer-connection.js";

/** One end of a pair of links. What it sends is kept until it is delivered, so that tests can decide what crosses what. */
interface End {
  link: PeerLink;
  fake: FakePeerConnection;
  sent: LinkSignal[];
  tracks: string[];
  errors: unknown[];
}

let network: FakeNetwork;
let polite: End;
let impolite: End;

beforeEach(() => {
  vi.useFakeTimers();
  network = new FakeNetwork();
  polite = createEnd(true);
  impolite = createEnd(false);
});

afterEach(() => {
  polite.link.close();
  impolite.link.close();
  vi.useRealTimers();
});

function createEnd(isPolite: boolean): End {
  const connection = network.createConnection({});
  const sent: LinkSignal[] = [];
  const tracks: string[] = [];
  const errors: unknown[] = [];
  const link = new PeerLink({
    id: "link",
    polite: isPolite,
    connection,
    prepareIce: async () => {},
    send: async (signal) => {
      sent.push(JSON.parse(JSON.stringify(signal)));
      return true;
    },
    handleConnectionState: () => {},
    handleTrackEvent: ({ track }) => tracks.push(track.kind),
    openChannels: (ofLink) => ofLink.createDataChannel("rtchub", { negotiated: true, id: 0 }),
    handleError: (error) => errors.push(error),
  });
  return { link, fake: connection as unknown as FakePeerConnection, sent, tracks, errors };
}

const camera = (...kinds: string[]) => [
  { label: "camera", tracks: fakeMedia(...kinds).getTracks(), carrier: network.createStream() },
];
const pass = (ms = 20) => vi.advanceTimersByTimeAsync(ms);
const ids = (signals: LinkSignal[]) => signals.map((signal) => payload(signal)?.negotiationId);
const payload = (signal: LinkSignal | undefined): JsonObject | null =>
  !signal ? null : signal.kind === "candidate" ? signal.candidate : signal.description;

function give(to: End, signal: LinkSignal | undefined): void {
  if (!signal) throw new Error("there is nothing to give");
  if (signal.kind === "candidate") to.link.handleCandidate(signal.candidate);
  else if (signal.kind === "offer") to.link.handleOffer(signal.description);
  else to.link.handleAnswer(signal.description);
}

function deliver(from: End, to: End): void {
  for (const signal of from.sent.splice(0)) give(to, signal);
}

/** Delivers everything, both ways, until nobody has anything more to say. */
async function settle(ms = 400): Promise<void> {
  for (let passed = 0; passed < ms; passed += 20) {
    await pass();
    deliver(polite, impolite);
    deliver(impolite, polite);
  }
}

/** Only the impolite side begins; the other learns of the link by its offer. */
async function connect(): Promise<void> {
  await pass();
  polite.sent.splice(0);
  await settle();
}

function expectUp(): void {
  for (const end of [polite, impolite]) {
    expect(end.errors).toEqual([]);
    expect(end.fake.signalingState).toBe("stable");
    expect(end.fake.connectionState).toBe("connected");
    expect(end.fake.channel?.readyState).toBe("open");
  }
}

test("two fresh links that offer at once connect, and the polite side has given way", async () => {
  await settle();

  expectUp();
  expect(polite.fake.log).toContain("rollback");
  expect(impolite.fake.log).not.toContain("rollback");
});

test.each(["polite", "impolite"] as const)(
  "when both add a track at once all tracks arrive, whoever is first (%s)",
  async (first) => {
    await connect();
    await Promise.all([polite.link.sendMedia(camera("video")), impolite.link.sendMedia(camera("audio"))]);
    await pass();
    expect([polite.sent[0]?.kind, impolite.sent[0]?.kind]).toEqual(["offer", "offer"]);
    if (first === "polite") deliver(polite, impolite);
    else deliver(impolite, polite);
    await settle();

    expectUp();
    expect(polite.tracks).toEqual(["audio"]);
    expect(impolite.tracks).toEqual(["video"]);
  },
);

test("glare while the polite side is still making its offer, and while an answer is on its way", async () => {
  await connect();
  void impolite.link.sendMedia(camera("audio", "video"));
  await pass(2);
  void polite.link.sendMedia(camera("video"));
  deliver(impolite, polite);
  await pass(1);
  void impolite.link.sendMedia(camera("audio"));
  await settle();

  expectUp();
  expect(polite.tracks).toContain("audio");
  expect(impolite.tracks).toEqual(["video"]);
});

test("a track added while a negotiation is open is negotiated afterwards", async () => {
  await connect();
  void polite.link.sendMedia(camera("audio"));
  await pass();
  expect(polite.fake.signalingState).toBe("have-local-offer");
  void polite.link.sendMedia(camera("audio", "video"));
  await settle();

  expectUp();
  expect(impolite.tracks).toEqual(["audio", "video"]);
});

test("a description leaves before the browser has set it; the answer waits for that, and candidates come after", async () => {
  const { fake } = impolite;
  const set = fake.setLocalDescription.bind(fake);
  let goOn = () => {};
  const mayGoOn = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  fake.setLocalDescription = (description) => mayGoOn.then(() => set(description));
  await pass();
  polite.sent.splice(0);
  expect(impolite.sent.map(({ kind }) => kind)).toEqual(["offer"]);
  expect(fake.localDescription).toBeNull();

  await settle();
  expect(fake.remoteDescription).toBeNull();
  goOn();
  await settle();
  expectUp();
});

test("the first offer need not wait until the browser asks for one, and there is no other", async () => {
  impolite.link.offer();
  await pass(1);
  expect(impolite.sent.map(({ kind }) => kind)).toEqual(["offer"]);
  expect(impolite.fake.log).not.toContain("negotiationneeded");

  await connect();
  expectUp();
  expect(impolite.fake.log.filter((entry) => entry === "local offer")).toHaveLength(1);
});

test.each(["offer", "answer"] as const)(
  "an %s that the browser refuses to set is an error, and a restart connects all the same",
  async (kind) => {
    const [offerer, answerer] = kind === "offer" ? [impolite, polite] : [polite, impolite];
    const { fake, errors } = impolite;
    const set = fake.setLocalDescription;
    fake.setLocalDescription = async () => {
      throw new Error("refused");
    };
    answerer.fake.onnegotiationneeded = null;
    await settle();
    expect(errors).toHaveLength(1);
    expect(fake.localDescription).toBeNull();
    expect(offerer.fake.connectionState).not.toBe("connected");

    errors.splice(0);
    fake.setLocalDescription = set;
    offerer.link.restartIce();
    await settle();
    expectUp();
  },
);

test("every signal of a negotiation carries the id of its offer, and the link's", async () => {
  await pass();
  polite.sent.splice(0);
  deliver(impolite, polite);
  await pass();
  const offer = polite.fake.remoteDescription;
  const labelled = polite.sent.filter((signal) => payload(signal) !== null);

  expect(offer?.type).toBe("offer");
  expect(labelled.map(({ kind }) => kind)).toEqual(["answer", "candidate", "candidate"]);
  expect(new Set(ids(labelled)).size).toBe(1);
  expect(ids(labelled)[0]).toBeTypeOf("string");
  expect(labelled.every((signal) => payload(signal)?.linkId === "link")).toBe(true);
});

test("the end of candidates is sent once, as null, and reaches the other connection", async () => {
  await pass();

  expect(
    impolite.sent.filter((signal) => signal.kind === "candidate" && signal.candidate === null),
  ).toHaveLength(1);
  expect(impolite.sent.some((signal) => payload(signal)?.candidate === "")).toBe(false);

  polite.sent.splice(0);
  await settle();
  expect(polite.fake.added).toContain(null);
});

test("candidates that come before their description wait for it", async () => {
  await pass();
  polite.sent.splice(0);
  const [offer, ...candidates] = impolite.sent.splice(0);
  for (const candidate of candidates) give(polite, candidate);
  await pass();
  expect(polite.fake.added).toEqual([]);
  give(polite, offer);
  await settle();

  expectUp();
  expect(polite.fake.added).toHaveLength(candidates.length);
});

test("candidates of an offer that was ignored are dropped without an error", async () => {
  await pass();
  deliver(polite, impolite);
  await pass();

  expect(impolite.fake.added).toEqual([]);
  expect(impolite.errors).toEqual([]);
  await settle();
  expectUp();
});

test("candidates of a client that sends no ids are tried after an ignored offer, and their errors ignored", async () => {
  await connect();
  void polite.link.sendMedia(camera("video"));
  void impolite.link.sendMedia(camera("video"));
  await pass();
  polite.sent.splice(0);
  impolite.link.handleOffer({ type: "offer", sdp: "ignored" });
  impolite.link.handleCandidate({ candidate: "candidate:stray", usernameFragment: "unknown" });
  await pass();

  expect(impolite.fake.added.at(-1)).toMatchObject({ candidate: "candidate:stray" });
  expect(impolite.errors).toEqual([]);
});

test("a candidate that the browser refuses in a running negotiation is an error", async () => {
  await connect();
  polite.link.handleCandidate({ candidate: "candidate:stray", usernameFragment: "unknown" });
  await pass();

  expect(polite.errors).toHaveLength(1);
});

test("a late answer to an earlier offer is dropped, and so are its candidates", async () => {
  await connect();
  void polite.link.sendMedia(camera("audio"));
  await pass();
  deliver(polite, impolite);
  await pass();
  const late = impolite.sent.splice(0);
  // Its answer is held up; meanwhile the impolite side offers, and the polite side gives its own offer up.
  give(polite, late[0]);
  await settle();
  const log = polite.fake.log.length;
  void polite.link.sendMedia(camera("audio", "video"));
  await pass();
  give(polite, late[0]);
  polite.link.handleCandidate({
    candidate: "candidate:late",
    usernameFragment: "gone",
    negotiationId: "gone",
  });
  await pass();

  expect(polite.fake.log.slice(log)).not.toContain("remote answer");
  expect(polite.fake.signalingState).toBe("have-local-offer");
  await settle();
  expectUp();
});

test("candidates of the negotiation before an ICE restart are dropped", async () => {
  await pass();
  polite.sent.splice(0);
  const late = impolite.sent.filter(({ kind }) => kind === "candidate");
  await settle();
  impolite.link.restartIce();
  await settle();
  const added = polite.fake.added.length;
  for (const candidate of late.filter((signal) => payload(signal) !== null)) give(polite, candidate);
  await pass();

  expectUp();
  expect(polite.fake.added).toHaveLength(added);
});

test("candidates that go on coming through a renegotiation that was ignored still count", async () => {
  await pass();
  polite.sent.splice(0);
  deliver(impolite, polite);
  await pass(2);
  // The answer and the first candidate have gone; the second is gathered while both sides offer again.
  deliver(polite, impolite);
  void polite.link.sendMedia(camera("audio"));
  void impolite.link.sendMedia(camera("audio"));
  await pass(15);
  const late = polite.sent.filter((signal) => payload(signal)?.candidate === "candidate:srflx");
  expect(ids(late)).toEqual(ids(polite.sent.filter(({ kind }) => kind === "offer")));
  deliver(polite, impolite);
  await pass();

  expect(impolite.fake.added).toContainEqual(payload(late[0]));
  await settle();
  expectUp();
});

test("negotiationneeded while an offer is open makes no second offer", async () => {
  await connect();
  void polite.link.sendMedia(camera("audio"));
  await pass();
  polite.fake.onnegotiationneeded?.();
  await pass();

  expect(polite.sent.filter(({ kind }) => kind === "offer")).toHaveLength(1);
  await settle();
  expectUp();
});

test.each(["polite", "impolite"] as const)(
  "an ICE restart of the %s side brings a broken link back",
  async (side) => {
    await connect();
    network.breakAll();
    await pass(11_000);
    expect(polite.fake.connectionState).toBe("failed");
    network.heal();
    (side === "polite" ? polite : impolite).link.restartIce();
    await settle();

    expectUp();
  },
);

test("both ends restarting ICE at once end connected", async () => {
  await connect();
  network.breakAll();
  await pass(11_000);
  network.heal();
  polite.link.restartIce();
  impolite.link.restartIce();
  await settle();

  expectUp();
});

test("an offer without an answer is sent again, and answering twice does no harm", async () => {
  await connect();
  void polite.link.sendMedia(camera("audio"));
  await pass();
  const [lost] = polite.sent.splice(0);
  await pass(10_000);
  const [again] = polite.sent;
  expect(payload(again)).toEqual(payload(lost));

  give(impolite, lost);
  await settle();
  expectUp();
  expect(impolite.tracks).toEqual(["audio"]);
});

test("a description the browser refuses is an error, and the link goes on", async () => {
  await connect();
  polite.link.handleOffer({ type: "offer", sdp: "nonsense" });
  await pass();
  expect(polite.errors).toHaveLength(1);
});

test("swapping a track needs no negotiation; leaving and coming back reuses the same media section", async () => {
  await connect();
  await polite.link.sendMedia(camera("audio", "video"));
  await settle();
  const negotiations = polite.fake.log.length;
  await polite.link.sendMedia(camera("audio", "video"));
  await settle();
  expect(polite.fake.log).toHaveLength(negotiations);

  await polite.link.sendMedia([]);
  await settle();
  await polite.link.sendMedia(camera("video"));
  await settle();

  expectUp();
  expect(polite.fake.getTransceivers()).toHaveLength(2);
  expect(impolite.tracks).toEqual(["audio", "video", "video"]);
});

test("nothing happens on a link after it is closed", async () => {
  await pass();
  polite.sent.splice(0);
  deliver(impolite, polite);
  polite.link.close();
  polite.link.handleOffer({ type: "offer", sdp: "" });
  await pass(20_000);

  expect(polite.sent).toEqual([]);
  expect(polite.errors).toEqual([]);
});
