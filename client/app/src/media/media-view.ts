import { batch, computed, signal } from "@preact/signals";
import { LocalMedia } from "rtchub";
import { type Preferences, remember } from "../state/preferences";
import { words } from "../words";
import { deviceChoices } from "./device-choice";
import { DeviceView } from "./device-view";
import { mediaStatus } from "./media-status";

/** Modest on purpose: in a mesh each peer gets its own encoding of this picture. */
const video: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 360 },
  frameRate: { ideal: 24, max: 30 },
};

/** Our devices as signals that the page draws. */
export class MediaView {
  /** What is sent to the room. */
  readonly local: LocalMedia;
  readonly camera: DeviceView;
  readonly microphone: DeviceView;
  /** The screen that we share; null for none. */
  readonly screen = signal<MediaStream | null>(null);
  readonly cameras = computed(() => deviceChoices(this.#cameras.value, words.value.media.camera.name));
  readonly microphones = computed(() =>
    deviceChoices(this.#microphones.value, words.value.media.microphone.name),
  );
  /** The first is the browser's own choice; empty in browsers that leave none. */
  readonly speakers = computed(() => {
    const { name, standard } = words.value.media.speaker;
    if (!("setSinkId" in HTMLMediaElement.prototype)) return [];
    return [{ deviceId: "", label: standard }, ...deviceChoices(this.#speakers.value, name)];
  });
  /** Where the others are heard. */
  readonly speakerId = signal("");
  readonly starting = signal(false);
  /** How camera and microphone are, in words. */
  readonly status = computed(() => {
    const describe = ({ on, problem }: DeviceView) => ({ on: on.value, problem: problem.value });
    return mediaStatus(this.starting.value, describe(this.camera), describe(this.microphone));
  });
  readonly isBroken = computed(
    () => this.camera.problem.value !== null || this.microphone.problem.value !== null,
  );
  /** Settles when the latest start() has what it can get. */
  started: Promise<void> = Promise.resolve();
  readonly #cameras = signal<readonly MediaDeviceInfo[]>([]);
  readonly #microphones = signal<readonly MediaDeviceInfo[]>([]);
  readonly #speakers = signal<readonly MediaDeviceInfo[]>([]);

  constructor(remembered: Pick<Preferences, "cameraId" | "microphoneId" | "speakerId">) {
    this.local = new LocalMedia({ ...remembered, video });
    this.camera = new DeviceView(this.local.camera);
    this.microphone = new DeviceView(this.local.microphone);
    this.speakerId.value = remembered.speakerId;
    this.local.on("change", () => batch(() => this.#refresh()));
    this.local.on("devicechange", () => batch(() => this.#list()));
  }

  get stream(): MediaStream {
    return this.local.stream;
  }

  get isOpen(): boolean {
    return this.starting.value || this.stream.getTracks().length > 0;
  }

  start(): Promise<void> {
    this.starting.value = true;
    this.started = this.local.start().then(() => {
      this.starting.value = false;
    });
    return this.started;
  }

  close(): void {
    this.local.close();
  }

  /** Also for the next time. */
  chooseSpeaker(deviceId: string): void {
    this.speakerId.value = deviceId;
    remember({ speakerId: deviceId });
  }

  #refresh(): void {
    this.camera.refresh();
    this.microphone.refresh();
    this.screen.value = this.local.screen.stream;
  }

  #list(): void {
    this.#cameras.value = this.local.cameras;
    this.#microphones.value = this.local.microphones;
    // Chromium lists its own choice among them, in its own words.
    this.#speakers.value = this.local.speakers.filter(({ deviceId }) => deviceId !== "default");
  }
}
