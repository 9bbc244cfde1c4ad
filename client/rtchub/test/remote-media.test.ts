import { expect, test } from "vitest";
import { RemoteMedia } from "../src/media/remote-media.js";
import { FakeStream, FakeTrack } from "./fakes/media.js";

test("a track that the browser announces again is told once", () => {
  const told: string[] = [];
  const media = new RemoteMedia({
    createStream: () => new FakeStream() as unknown as MediaStream,
    handleTrack: (track) => told.push(track.kind),
    handleTrackRemoved: () => {},
  });
  const event = { track: new FakeTrack("video"), streams: [new FakeStream()] } as unknown as RTCTrackEvent;
  media.handleTrackEvent(event);
  media.handleTrackEvent(event);

  expect(told).toEqual(["video"]);
});

test("a track without a stream gets one of ours", () => {
  const media = new RemoteMedia({
    createStream: () => new FakeStream() as unknown as MediaStream,
    handleTrack: () => {},
    handleTrackRemoved: () => {},
  });
  media.handleTrackEvent({ track: new FakeTrack("audio"), streams: [] } as unknown as RTCTrackEvent);

  expect(media.streams.get("camera")?.getTracks()).toHaveLength(1);
});
