import { signal } from "@preact/signals";
import type { DeviceKind, MediaProblem } from "./media-problem";
import { type OpenResult, openDevice } from "./open-device";

/** The camera or the microphone: its track, whether it is on, and what is wrong with it. */
export class LocalDevice {
  readonly track = signal<MediaStreamTrack | null>(null);
  readonly on = signal(false);
  readonly problem = signal<MediaProblem | null>(null);
  readonly deviceId = signal("");
  /** What the user last chose, kept while the device is closed: who left the call muted comes back muted. */
  wanted = true;
  /** Each turn of the user makes the answers to earlier ones stale. */
  #turn = 0;

  constructor(
    readonly kind: DeviceKind,
    deviceId: string,
  ) {
    this.deviceId.value = deviceId;
  }

  async turnOn(): Promise<void> {
    this.wanted = true;
    const track = this.track.value;
    if (track) {
      track.enabled = true;
      this.on.value = true;
      return;
    }
    // A second try that fails for the same reason is news all the same.
    this.problem.value = null;
    await this.openWith(openDevice(this.kind, this.deviceId.value));
  }

  /** A muted microphone stays open, to speak again at once; a stopped camera is closed, so its light goes out. */
  turnOff(): void {
    this.wanted = false;
    this.#turn++;
    const track = this.track.value;
    if (track && this.kind === "microphone") {
      track.enabled = false;
      this.on.value = false;
    } else {
      this.close();
    }
  }

  /** Another device; a muted microphone stays muted, a stopped camera stopped. */
  async choose(deviceId: string): Promise<void> {
    this.deviceId.value = deviceId;
    if (this.track.value) await this.openWith(openDevice(this.kind, deviceId));
  }

  /** Takes the device that is being opened, unless the user did something else meanwhile. */
  async openWith(opening: Promise<OpenResult>): Promise<void> {
    const turn = ++this.#turn;
    const { track, problem } = await opening;
    if (turn !== this.#turn) {
      track?.stop();
      return;
    }
    this.track.value?.stop();
    this.track.value = track;
    this.on.value = track !== null && this.wanted;
    this.problem.value = problem;
    if (track) {
      track.enabled = this.wanted;
      this.deviceId.value = track.getSettings().deviceId ?? this.deviceId.value;
      track.addEventListener("ended", () => this.#lost(track), { once: true });
    }
  }

  close(): void {
    this.#turn++;
    this.track.value?.stop();
    this.track.value = null;
    this.on.value = false;
  }

  /** Only the browser ends a track with this event: the device was unplugged or taken away. */
  #lost(track: MediaStreamTrack): void {
    if (this.track.value !== track) return;
    this.close();
    this.problem.value = "unplugged";
  }
}
