import {
  type DeviceKind,
  type DeviceProblem,
  type DeviceRequest,
  type Opened,
  openDevice,
} from "./open-device.js";

/** Your camera or your microphone. */
export class LocalDevice {
  /** Camera or microphone. */
  readonly kind: DeviceKind;
  readonly #constraints: MediaTrackConstraints;
  readonly #handleChange: () => void;
  #track: MediaStreamTrack | null = null;
  #isWanted = true;
  #problem: DeviceProblem | null = null;
  #deviceId: string;
  /** Each turn of the user makes the answers to earlier ones stale. */
  #turn = 0;

  /** @internal Made by `LocalMedia`. */
  constructor(
    kind: DeviceKind,
    deviceId: string,
    constraints: MediaTrackConstraints,
    handleChange: () => void,
  ) {
    this.kind = kind;
    this.#deviceId = deviceId;
    this.#constraints = constraints;
    this.#handleChange = handleChange;
  }

  /** What it gives, also while it is muted; null while it is closed. */
  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  /** The others see or hear it. */
  get isOn(): boolean {
    return this.#isWanted && this.#track !== null;
  }

  /** What was last asked for, on or off, whether or not it could be had. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** Why it could not be opened, or was lost; null when nothing is wrong. */
  get problem(): DeviceProblem | null {
    return this.#problem;
  }

  /** Which device it is; "" for the browser's default while it was never opened. */
  get deviceId(): string {
    return this.#deviceId;
  }

  /** Opens or unmutes it. Never rejects: see `problem`. */
  async turnOn(): Promise<void> {
    this.#isWanted = true;
    this.#problem = null;
    if (this.#track) this.#track.enabled = true;
    this.#handleChange();
    if (!this.#track) await this.openWith(openDevice(this.request));
  }

  /** Mutes a microphone, which stays open to speak again at once; closes a camera, so its light goes out. */
  turnOff(): void {
    this.#isWanted = false;
    if (this.#track && this.kind === "microphone") {
      this.#turn++;
      this.#track.enabled = false;
      this.#handleChange();
    } else {
      this.close();
    }
  }

  /**
   * Goes over to another device, in a call without a negotiation; a muted microphone stays muted, a camera that was turned off closed.
   * Where the one before could not be had, this one is opened instead.
   */
  async use(deviceId: string): Promise<void> {
    this.#deviceId = deviceId;
    const isMissed = this.#isWanted && this.#problem !== null;
    if (this.#track || isMissed) await this.openWith(openDevice(this.request));
    else this.#handleChange();
  }

  /** @internal */
  get request(): DeviceRequest {
    return { kind: this.kind, constraints: this.#constraints, deviceId: this.#deviceId };
  }

  /** @internal Takes the device that is being opened, unless the user did something else meanwhile. */
  async openWith(opening: Promise<Opened | undefined>): Promise<void> {
    const turn = ++this.#turn;
    const { track = null, problem = null } = (await opening) ?? {};
    if (turn !== this.#turn) {
      track?.stop();
      return;
    }
    this.#track?.stop();
    this.#track = track;
    // Who has lost a device is told that, not that there is none.
    if (!(this.#problem === "unplugged" && problem === "missing")) this.#problem = problem;
    if (track) {
      track.enabled = this.#isWanted;
      this.#deviceId = track.getSettings().deviceId ?? this.#deviceId;
      track.addEventListener("ended", () => this.#handleLost(track), { once: true });
    }
    this.#handleChange();
  }

  /** @internal Devices came or went: one that is wanted and was not there may be now. */
  async handlePlugged(): Promise<void> {
    const isMissed = this.#problem === "unplugged" || this.#problem === "missing";
    if (this.#isWanted && isMissed) await this.openWith(openDevice(this.request));
  }

  /** @internal */
  close(): void {
    this.#turn++;
    this.#track?.stop();
    this.#track = null;
    this.#handleChange();
  }

  /** Only the browser ends a track with this event: the device was unplugged or taken away. Another one may do. */
  #handleLost(track: MediaStreamTrack): void {
    if (this.#track !== track) return;
    this.#problem = "unplugged";
    this.close();
    void this.handlePlugged();
  }
}
