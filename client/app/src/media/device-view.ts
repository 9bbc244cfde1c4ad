import { signal } from "@preact/signals";
import type { DeviceProblem, LocalDevice } from "rtchub";
import { remember } from "../state/preferences";

/** Our camera or microphone as signals that the page draws. */
export class DeviceView {
  readonly kind: LocalDevice["kind"];
  readonly track = signal<MediaStreamTrack | null>(null);
  readonly on = signal(false);
  readonly problem = signal<DeviceProblem | null>(null);
  readonly deviceId = signal("");
  readonly #device: LocalDevice;

  constructor(device: LocalDevice) {
    this.kind = device.kind;
    this.#device = device;
    this.refresh();
  }

  refresh(): void {
    const { track, isOn, problem, deviceId } = this.#device;
    this.track.value = track;
    this.on.value = isOn;
    this.problem.value = problem;
    this.deviceId.value = deviceId;
  }

  /** Resolves when it is as it will be. */
  async toggle(): Promise<void> {
    if (this.#device.isOn) this.#device.turnOff();
    else await this.#device.turnOn();
  }

  /** Another device, also for the next time. */
  async choose(deviceId: string): Promise<void> {
    remember(this.kind === "camera" ? { cameraId: deviceId } : { microphoneId: deviceId });
    await this.#device.use(deviceId);
  }
}
