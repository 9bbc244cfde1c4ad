import { expect, test, vi } from "vitest";
import { LocalMedia, type LocalMediaOptions } from "../src/media/local-media.js";
import { devices } from "./fakes/devices.js";
import { pass } from "./fakes/hub-setup.js";
import { fakeMedia } from "./fakes/media.js";
import { enter, network } from "./fakes/room-setup.js";

async function started(options?: LocalMediaOptions): Promise<LocalMedia> {
  const media = new LocalMedia(options);
  await media.start();
  return media;
}

const kinds = (stream: MediaStream | null | undefined) =>
  stream
    ?.getTracks()
    .map(({ kind }) => kind)
    .sort();
const sent = () => network.open.flatMap((connection) => connection.getSenders().map(({ track }) => track));

test("camera and microphone are opened with one prompt, and listed", async () => {
  const media = await started();

  expect(devices.asked).toMatchObject([
    { audio: { echoCancellation: true }, video: { width: { ideal: 1280 } } },
  ]);
  expect(kinds(media.stream)).toEqual(["audio", "video"]);
  expect([media.cameras, media.microphones, media.speakers].map(([one]) => one?.deviceId)).toEqual([
    "front",
    "mic",
    "speaker",
  ]);
});

test("where there is no camera the microphone is opened alone", async () => {
  await devices.unplug("front");
  const media = await started();

  expect(kinds(media.stream)).toEqual(["audio"]);
  expect(media.camera).toMatchObject({ isOn: false, isWanted: true, problem: "missing" });
  expect(media.microphone.problem).toBeNull();
});

test("after a refusal nobody is asked again, but what was allowed before is opened", async () => {
  devices.refusal = "NotAllowedError";
  devices.allowed.add("audio");
  const media = await started();

  expect(kinds(media.stream)).toEqual(["audio"]);
  expect(media.camera.problem).toBe("denied");
  expect(devices.asked.filter(({ video }) => video)).toHaveLength(1);
});

test.each([
  ["NotReadableError", "busy"],
  ["OverconstrainedError", "missing"],
  ["SecurityError", "denied"],
])("%s is told as %s", async (name, problem) => {
  devices.refusal = name;
  const media = await started();

  expect(media.camera.problem).toBe(problem);
  expect(media.microphone.problem).toBe(problem);
});

test("a page without https is told so", async () => {
  vi.stubGlobal("navigator", {});
  const media = await started();

  expect(media.camera.problem).toBe("insecure");
  expect(media.screen.isAvailable).toBe(false);
});

test("a camera that is off is really closed, a microphone stays open and silent", async () => {
  const media = await started();
  media.camera.turnOff();
  media.microphone.turnOff();

  expect(devices.lit).toEqual(["mic"]);
  expect(media.microphone).toMatchObject({ isOn: false, track: { enabled: false } });
  await media.camera.turnOn();
  await media.microphone.turnOn();
  expect(devices.lit).toEqual(["mic", "front"]);
  expect(media.microphone.isOn && media.camera.isOn).toBe(true);
});

test("another camera is taken in a call without a negotiation, and the one before is closed", async () => {
  const media = await started();
  await enter("Ada", { media });
  await enter("Bob");
  await devices.plug("videoinput", "back");
  await pass();
  const offers = network.open.map(({ log }) => log.length);

  await media.camera.use("back");
  await pass();

  expect(devices.lit).toEqual(["mic", "back"]);
  expect(sent()).toContain(media.camera.track);
  expect(network.open.map(({ log }) => log.length)).toEqual(offers);
});

test("another camera is opened where the one before could not be had, and chosen for later while it is off", async () => {
  devices.plugged = [{ kind: "videoinput", deviceId: "front" }];
  devices.refusal = "NotReadableError";
  const media = await started();
  devices.refusal = null;
  await devices.plug("videoinput", "back");
  await media.camera.use("back");
  expect(media.camera).toMatchObject({ isOn: true, problem: null });
  expect(devices.lit).toEqual(["back"]);

  media.camera.turnOff();
  const change = vi.fn();
  media.on("change", change);
  await media.camera.use("front");
  expect(devices.lit).toEqual([]);
  expect(media.camera.deviceId).toBe("front");
  expect(change).toHaveBeenCalledOnce();
});

test("who joins without media adds it later, and takes it away again", async () => {
  const media = new LocalMedia();
  const ada = await enter("Ada", { media });
  const bob = await enter("Bob");
  const [peer] = bob.peers.values();
  expect(peer?.stream).toBeNull();

  await media.start();
  await pass();
  expect(kinds(peer?.stream)).toEqual(["audio", "video"]);
  media.camera.turnOff();
  await pass();
  expect(kinds(peer?.stream)).toEqual(["audio"]);
  expect(ada.stream).toBe(media.stream);
});

test("a shared screen goes out beside the camera until the browser's own button ends it", async () => {
  const media = await started();
  await enter("Ada", { media });
  const bob = await enter("Bob");
  const [peer] = bob.peers.values();

  expect(await media.screen.turnOn()).toBe(true);
  await pass();
  expect(kinds(peer?.screen)).toEqual(["video"]);
  devices.open.at(-1)?.handleEnded();
  await pass();
  expect(peer?.screen).toBeNull();
  expect(media.screen.isOn).toBe(false);
});

test("who would rather not share a screen is not told of an error; other errors are", async () => {
  const media = new LocalMedia();
  devices.refusal = "NotAllowedError";
  expect(await media.screen.turnOn()).toBe(false);
  devices.refusal = "NotReadableError";
  await expect(media.screen.turnOn()).rejects.toThrow("NotReadableError");
});

test("a device that is plugged out is replaced by another one, or missed until one is plugged in", async () => {
  const media = await started();
  await devices.plug("audioinput", "headset");
  await devices.unplug("mic");
  expect(devices.lit.sort()).toEqual(["front", "headset"]);

  await devices.unplug("headset");
  expect(media.microphone).toMatchObject({ isOn: false, problem: "unplugged" });
  await devices.plug("audioinput", "mic");
  expect(media.microphone).toMatchObject({ isOn: true, problem: null, deviceId: "mic" });
});

test("a camera that is off is not opened because one was plugged in", async () => {
  const media = await started();
  media.camera.turnOff();
  await devices.plug("videoinput", "back");

  expect(devices.lit).toEqual(["mic"]);
});

test("a device that is turned off while it is being opened is closed again", async () => {
  const media = new LocalMedia();
  const opening = media.camera.turnOn();
  media.camera.turnOff();
  await opening;

  expect(devices.lit).toEqual([]);
  expect(media.camera.isOn).toBe(false);
});

test("closed, nothing is open or listened to; started again, what was off stays off", async () => {
  const media = await started();
  media.camera.turnOff();
  await media.screen.turnOn();
  media.close();
  expect(devices.lit).toEqual([]);
  await devices.plug("videoinput", "back");
  expect(media.cameras).toHaveLength(1);

  await media.start();
  expect(devices.lit).toEqual(["mic"]);
});

test("the remembered device is opened first, and told after", async () => {
  await devices.plug("videoinput", "back");
  const media = await started({ cameraId: "back", microphoneId: "gone" });

  expect(media.camera.deviceId).toBe("back");
  expect(media.microphone.deviceId).toBe("mic");
});

test("the chosen device is asked for and no other: browsers may let other wishes outweigh it", async () => {
  await devices.plug("videoinput", "back");
  const media = await started();
  await media.camera.use("back");

  expect(devices.asked.at(-1)).toMatchObject({ video: { deviceId: { exact: "back" } } });
});

test("media that is set twice at once is sent once", async () => {
  const ada = await enter("Ada");
  await enter("Bob");
  await ada.setStream(fakeMedia("audio"));
  await ada.setStream(null);
  await pass();
  const stream = fakeMedia("audio");
  await Promise.all([ada.setStream(stream), ada.setStream(stream), pass()]);

  expect(sent().filter((track) => (track as unknown) === stream.getTracks()[0])).toHaveLength(1);
});
