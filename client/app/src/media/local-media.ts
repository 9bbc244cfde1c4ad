import { computed, effect, signal } from "@preact/signals";
import { LocalDevice } from "./local-device";
import { type DeviceStatus, mediaStatus } from "./media-status";
import { type DeviceIds, openDevice, openDevices } from "./open-device";

export interface DeviceChoice {
  deviceId: string;
  label: string;
}

/** Our own camera and microphone, as one stream that lasts while the devices come and go. */
export class LocalMedia {
  readonly stream = new MediaStream();
  readonly tracks = signal<readonly MediaStreamTrack[]>([]);
  readonly camera: LocalDevice;
  readonly microphone: LocalDevice;
  readonly cameras = signal<readonly DeviceChoice[]>([]);
  readonly microphones = signal<readonly DeviceChoice[]>([]);
  readonly starting = signal(false);
  /** How camera and microphone are, in words. */
  readonly status = computed(() =>
    mediaStatus(this.starting.value, describe(this.camera), describe(this.microphone)),
  );
  readonly isBroken = computed(
    () => this.camera.problem.value !== null || this.microphone.problem.value !== null,
  );
  /** Settles when the latest start() has what it can get. */
  started: Promise<void> = Promise.resolve();

  constructor(remembered: { cameraId: string; microphoneId: string }) {
    this.camera = new LocalDevice("camera", remembered.cameraId);
    this.microphone = new LocalDevice("microphone", remembered.microphoneId);
    effect(() => this.#collectTracks());
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.listDevices());
  }

  get isOpen(): boolean {
    return this.starting.value || this.tracks.value.length > 0;
  }

  start(): Promise<void> {
    this.started = this.#open({
      camera: this.camera.deviceId.value,
      microphone: this.microphone.deviceId.value,
    });
    return this.started;
  }

  close(): void {
    this.camera.close();
    this.microphone.close();
  }

  /** Browsers name the devices only after one of them was allowed. */
  async listDevices(): Promise<void> {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    this.cameras.value = choices(devices, "videoinput", "Camera");
    this.microphones.value = choices(devices, "audioinput", "Microphone");
  }

  async #open(ids: DeviceIds): Promise<void> {
    this.starting.value = true;
    if (this.camera.wanted) {
      const opening = openDevices(ids);
      await Promise.all([
        this.camera.openWith(opening.then((opened) => opened.camera)),
        this.microphone.openWith(opening.then((opened) => opened.microphone)),
      ]);
    } else {
      await this.microphone.openWith(openDevice("microphone", ids.microphone));
    }
    this.starting.value = false;
    await this.listDevices();
  }

  #collectTracks(): void {
    const tracks = [this.microphone.track.value, this.camera.track.value].filter((track) => track !== null);
    for (const old of this.stream.getTracks()) {
      if (!tracks.includes(old)) this.stream.removeTrack(old);
    }
    for (const track of tracks) this.stream.addTrack(track);
    this.tracks.value = tracks;
  }
}

function describe(device: LocalDevice): DeviceStatus {
  return { on: device.on.value, problem: device.problem.value };
}

function choices(devices: MediaDeviceInfo[], kind: MediaDeviceKind, fallback: string): DeviceChoice[] {
  return devices
    .filter((device) => device.kind === kind && device.deviceId !== "")
    .map(({ deviceId, label }, index) => ({ deviceId, label: label || `${fallback} ${index + 1}` }));
}
