import { expect, test, vi } from "vitest";
import type { Room } from "../src/room/room.js";
import { pass } from "./fakes/hub-setup.js";
import { FakeStream, FakeTrack, fakeMedia } from "./fakes/media.js";
import { enter, network } from "./fakes/room-setup.js";

const only = (room: Room) => {
  const [peer] = room.peers.values();
  if (!peer) throw new Error("nobody is here");
  return peer;
};
const kinds = (stream: MediaStream | null) => stream?.getTracks().map(({ kind }) => kind);
const encodings = () =>
  network.open.flatMap((connection) =>
    connection
      .getSenders()
      .filter(({ track }) => track?.kind === "video")
      .flatMap((sender) => sender.getParameters().encodings),
  );

test("a shared screen comes beside the camera, and the other end knows which is which", async () => {
  const ada = await enter("Ada", { stream: fakeMedia("audio", "video") });
  const bob = await enter("Bob");
  await pass();
  const tracks: string[] = [];
  bob.on("track", (_peer, track, _stream, label) => tracks.push(`${label} ${track.kind}`));

  await ada.setScreen(fakeMedia("video"));
  await pass();

  expect(tracks).toContain("screen video");
  expect(kinds(only(bob).screen)).toEqual(["video"]);
  expect(kinds(only(bob).stream)).toEqual(["audio", "video"]);
  expect([...only(bob).streams.keys()].sort()).toEqual(["camera", "screen"]);
});

test("a screen that the browser's own button stops is taken out for everyone, the camera stays", async () => {
  const ada = await enter("Ada", { stream: fakeMedia("video") });
  const bob = await enter("Bob");
  const track = new FakeTrack("video");
  await ada.setScreen(new FakeStream([track]) as unknown as MediaStream);
  await pass();
  const before = only(bob).screen;

  track.handleEnded();
  await pass();
  expect(only(bob).screen).toBeNull();
  expect(kinds(only(bob).stream)).toEqual(["video"]);

  await ada.setScreen(fakeMedia("video"));
  await pass();
  expect(only(bob).screen).toBe(before);
});

test("another camera replaces the one before, not the screen, without a negotiation", async () => {
  const ada = await enter("Ada", { stream: fakeMedia("video") });
  const bob = await enter("Bob");
  await ada.setScreen(fakeMedia("video"));
  await pass();
  const offers = network.open.map(({ log }) => log.length);
  const screen = ada.screen?.getTracks()[0];

  const other = fakeMedia("video");
  await ada.setStream(other);
  await pass();

  const sent = network.open.flatMap((connection) => connection.getSenders().map(({ track }) => track));
  expect(sent).toEqual(expect.arrayContaining([screen, other.getTracks()[0]]));
  expect(network.open.map(({ log }) => log.length)).toEqual(offers);
  expect(kinds(only(bob).screen)).toEqual(["video"]);
});

test("media of any name goes beside the others", async () => {
  const ada = await enter("Ada");
  const bob = await enter("Bob");
  await ada.setStream(fakeMedia("audio"), "music");
  await pass();

  expect(kinds(only(bob).streams.get("music") ?? null)).toEqual(["audio"]);
  expect(only(bob).stream).toBeNull();
});

test("the upload is shared among the peers: bitrate and resolution go down as people join, and up as they leave", async () => {
  const ada = await enter("Ada", { stream: fakeMedia("video"), uploadKbps: 1_500 });
  const bob = await enter("Bob");
  await pass();
  expect(encodings()).toMatchObject([{ maxBitrate: 1_500_000, scaleResolutionDownBy: 1 }]);

  const cy = await enter("Cy");
  await pass();
  expect(encodings()).toMatchObject([{ maxBitrate: 750_000 }, { maxBitrate: 750_000 }]);
  expect(encodings()[0]?.scaleResolutionDownBy).toBeCloseTo(720 / 360);

  void cy.leave();
  void bob;
  await pass(2_000);
  expect(encodings()).toMatchObject([{ maxBitrate: 1_500_000, scaleResolutionDownBy: 1 }]);
  expect(ada.peers.size).toBe(1);
});

test("a screen gets more of a peer's share than the camera, and keeps its resolution", async () => {
  const ada = await enter("Ada", { stream: fakeMedia("video"), uploadKbps: 1_000 });
  await enter("Bob");
  await ada.setScreen(fakeMedia("video"));
  await pass();

  expect(encodings()).toMatchObject([
    { maxBitrate: 250_000, scaleResolutionDownBy: 3 },
    { maxBitrate: 750_000, scaleResolutionDownBy: 1 },
  ]);
});

test("attached elements play a peer's stream from the moment it comes, at the peer's volume, on the room's speaker", async () => {
  const element = {
    srcObject: null,
    volume: 1,
    autoplay: false,
    sinkId: "",
    setSinkId: vi.fn(async () => {}),
  };
  const ada = await enter("Ada");
  const bob = await enter("Bob");
  await pass();
  const peer = only(bob);

  const detach = peer.attach(element as unknown as HTMLMediaElement);
  await ada.setStream(fakeMedia("audio"));
  await pass();
  peer.volume = 0.3;
  await bob.setSpeaker("headset");

  expect(kinds(element.srcObject)).toEqual(["audio"]);
  expect(element).toMatchObject({ volume: 0.3, autoplay: true });
  expect(element.setSinkId).toHaveBeenCalledWith("headset");
  detach();
  expect(element.srcObject).toBeNull();
});

test("what another client says of its streams is taken with caution", async () => {
  const { StreamLabels } = await import("../src/media/stream-label.js");
  const labels = new StreamLabels();
  for (const bad of [null, "screen", 7, [1], { a: 1 }, { a: "x".repeat(65) }]) labels.handleDescription(bad);
  labels.handleDescription(
    Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`id${i}`, `label${i}`])),
  );
  labels.handleDescription({ late: "screen" });

  expect(labels.of("a")).toBe("camera");
  expect(labels.of("id3")).toBe("label3");
  expect(labels.of("late")).not.toBe("screen");
});
