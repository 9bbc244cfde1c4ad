import { beforeEach, vi } from "vitest";
import { FakeStream, FakeTrack } from "./media.js";

// To import this is to have devices for each test.

/** The browser's devices: which there are, whether the person allows them, and what was asked. */
export class FakeDevices extends EventTarget {
  plugged: { kind: MediaDeviceKind; deviceId: string }[] = [
    { kind: "videoinput", deviceId: "front" },
    { kind: "audioinput", deviceId: "mic" },
    { kind: "audiooutput", deviceId: "speaker" },
  ];
  /** What the browser refuses with. */
  refusal: string | null = null;
  /** What was allowed before, without a prompt. */
  readonly allowed = new Set<string>();
  readonly asked: MediaStreamConstraints[] = [];
  readonly open: FakeTrack[] = [];

  async getUserMedia(constraints: MediaStreamConstraints): Promise<FakeStream> {
    this.asked.push(constraints);
    const tracks = (["audio", "video"] as const).flatMap((kind) =>
      constraints[kind] ? [this.#track(kind, constraints[kind] as MediaTrackConstraints)] : [],
    );
    this.open.push(...tracks);
    return new FakeStream(tracks);
  }

  async getDisplayMedia(): Promise<FakeStream> {
    if (this.refusal) throw named(this.refusal);
    const track = new FakeTrack("video");
    this.open.push(track);
    return new FakeStream([track]);
  }

  async enumerateDevices(): Promise<object[]> {
    return [...this.plugged];
  }

  async unplug(deviceId: string): Promise<void> {
    this.plugged = this.plugged.filter((device) => device.deviceId !== deviceId);
    for (const track of this.open) if (track.getSettings().deviceId === deviceId) track.handleEnded();
    this.dispatchEvent(new Event("devicechange"));
    await vi.advanceTimersByTimeAsync(0);
  }

  async plug(kind: MediaDeviceKind, deviceId: string): Promise<void> {
    this.plugged.push({ kind, deviceId });
    this.dispatchEvent(new Event("devicechange"));
    await vi.advanceTimersByTimeAsync(0);
  }

  /** How many are open: a camera's light is on. */
  get lit(): string[] {
    return this.open
      .filter(({ readyState }) => readyState === "live")
      .map((track) => track.getSettings().deviceId ?? "screen");
  }

  #track(kind: "audio" | "video", { deviceId }: MediaTrackConstraints): FakeTrack {
    if (this.refusal && !this.allowed.has(kind)) throw named(this.refusal);
    const there = this.plugged.filter((device) => device.kind === `${kind}input`);
    if (there.length === 0) throw named("NotFoundError");
    const { exact, ideal } = (deviceId ?? {}) as { exact?: string; ideal?: string };
    const isWanted = (device: { deviceId: string }) => device.deviceId === (exact ?? ideal);
    const found = there.find(isWanted) ?? (exact === undefined ? there[0] : undefined);
    if (!found) throw named("OverconstrainedError");
    const track = new FakeTrack(kind);
    track.deviceId = found.deviceId;
    return track;
  }
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

export let devices: FakeDevices;

beforeEach(() => {
  devices = new FakeDevices();
  const query = async ({ name }: { name: string }) => ({
    state: devices.allowed.has(name === "camera" ? "video" : "audio") ? "granted" : "prompt",
  });
  vi.stubGlobal("navigator", { mediaDevices: devices, permissions: { query } });
  vi.stubGlobal("MediaStream", FakeStream);
});
