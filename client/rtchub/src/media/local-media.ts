import { Emitter } from "../emitter.js";
import { LocalDevice } from "./local-device.js";
import { LocalScreen } from "./local-screen.js";
import { openDevices } from "./open-device.js";

/** Modest on purpose: in a mesh each peer gets its own encoding of this picture. */
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 24, max: 30 },
};
const AUDIO: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** How your devices are to be opened. */
export interface LocalMediaOptions {
  /** The camera to begin with, as remembered from last time; where it is gone another one is taken. */
  cameraId?: string;
  /** The microphone to begin with, likewise. */
  microphoneId?: string;
  /** Default 1280 by 720 at 24 frames a second. */
  video?: MediaTrackConstraints;
  /** Default with echo cancellation, noise suppression and gain control. */
  audio?: MediaTrackConstraints;
}

/** What happens with your devices. */
export interface LocalMediaEvents {
  /** Something was turned on or off, changed, lost or refused. */
  change: () => void;
  /** A device was plugged in or out: `cameras`, `microphones` and `speakers` are new. */
  devicechange: () => void;
}

/**
 * Your camera, microphone and screen, for `join(topic, { media })`: what is turned on, off or changed here is sent to everyone, or no longer,
 * without a new call. Where a device is plugged out another one takes its place; one that was missed is taken when it is plugged in.
 */
export class LocalMedia extends Emitter<LocalMediaEvents> {
  /** Your camera. */
  readonly camera: LocalDevice;
  /** Your microphone. */
  readonly microphone: LocalDevice;
  /** What you share of your screen. */
  readonly screen: LocalScreen;
  /** Camera and microphone, always the same object: for your own picture. */
  readonly stream = new MediaStream();
  #devices: readonly MediaDeviceInfo[] = [];
  readonly #handlePlugged = () => this.#replug();

  constructor({ cameraId = "", microphoneId = "", video = VIDEO, audio = AUDIO }: LocalMediaOptions = {}) {
    super();
    const handleChange = () => this.#handleChange();
    this.camera = new LocalDevice("camera", cameraId, video, handleChange);
    this.microphone = new LocalDevice("microphone", microphoneId, audio, handleChange);
    this.screen = new LocalScreen(handleChange);
  }

  /** Those there are. Browsers tell their names only after one of them was allowed. */
  get cameras(): readonly MediaDeviceInfo[] {
    return this.#listed("videoinput");
  }

  /** Likewise. */
  get microphones(): readonly MediaDeviceInfo[] {
    return this.#listed("audioinput");
  }

  /** Likewise; for `room.setSpeaker`. Empty in browsers that have no choice. */
  get speakers(): readonly MediaDeviceInfo[] {
    return this.#listed("audiooutput");
  }

  /**
   * Opens camera and microphone, those of them that are wanted, with one prompt. Never rejects: `camera.problem` and `microphone.problem` say
   * what is wrong. Safe to call again after `close`.
   */
  async start(): Promise<void> {
    globalThis.navigator?.mediaDevices?.addEventListener("devicechange", this.#handlePlugged);
    // A muted microphone is open too.
    const devices = this.camera.isWanted ? [this.camera, this.microphone] : [this.microphone];
    const opening = openDevices(devices.map(({ request }) => request));
    await Promise.all(
      devices.map((device, index) => device.openWith(opening.then((opened) => opened[index]))),
    );
    await this.#list();
  }

  /** Closes everything; nothing is open, listening or lit any more. What was turned off stays so for the next `start`. */
  close(): void {
    globalThis.navigator?.mediaDevices?.removeEventListener("devicechange", this.#handlePlugged);
    this.camera.close();
    this.microphone.close();
    this.screen.turnOff();
  }

  #handleChange(): void {
    const tracks = [this.microphone.track, this.camera.track].filter((track) => track !== null);
    for (const old of this.stream.getTracks()) if (!tracks.includes(old)) this.stream.removeTrack(old);
    for (const track of tracks) this.stream.addTrack(track);
    this.emit("change");
  }

  async #replug(): Promise<void> {
    await Promise.all([this.camera.handlePlugged(), this.microphone.handlePlugged()]);
    await this.#list();
  }

  async #list(): Promise<void> {
    this.#devices = (await globalThis.navigator?.mediaDevices?.enumerateDevices()) ?? [];
    this.emit("devicechange");
  }

  #listed(kind: MediaDeviceKind): readonly MediaDeviceInfo[] {
    return this.#devices.filter((device) => device.kind === kind && device.deviceId !== "");
  }
}
