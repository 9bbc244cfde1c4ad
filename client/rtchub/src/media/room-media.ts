import type { PeerCall } from "../room/peer-call.js";
import type { LocalMedia } from "./local-media.js";
import { LocalStreams } from "./local-streams.js";
import { CAMERA, SCREEN, type StreamLabel } from "./stream-label.js";

/** The default of `uploadKbps`. */
const DEFAULT_UPLOAD_KBPS = 3_000;

/** What a room is to send from the start. */
export interface RoomMediaOptions {
  media?: LocalMedia;
  stream?: MediaStream;
  uploadKbps?: number;
}

/** What everyone in the room is sent, and how what they send is played. */
export class RoomMedia {
  readonly streams: LocalStreams;
  readonly #calls: () => readonly PeerCall[];
  readonly #uploadKbps: number;
  readonly #stopFollowing: (() => void) | undefined;
  #speakerId = "";

  constructor(options: RoomMediaOptions, createStream: () => MediaStream, calls: () => readonly PeerCall[]) {
    const { media, stream = null, uploadKbps = DEFAULT_UPLOAD_KBPS } = options;
    this.#calls = calls;
    this.#uploadKbps = uploadKbps;
    this.streams = new LocalStreams(createStream, () => void this.#send());
    this.streams.set(CAMERA, media?.stream ?? stream);
    this.streams.set(SCREEN, media?.screen.stream ?? null);
    this.#stopFollowing = media?.on("change", () => {
      this.streams.set(CAMERA, media.stream);
      void this.set(SCREEN, media.screen.stream);
    });
  }

  /** How much of our video one peer gets, in kbit/s. */
  get uploadShare(): number {
    return this.#uploadKbps / this.#calls().length;
  }

  /** Resolves when everyone is sent that instead of what was sent under `label`. */
  async set(label: StreamLabel, stream: MediaStream | null): Promise<void> {
    this.streams.set(label, stream);
    await this.#send();
  }

  async setSpeaker(deviceId: string): Promise<void> {
    this.#speakerId = deviceId;
    await Promise.all(this.#calls().map((call) => call.playback.setSpeaker(deviceId)));
  }

  /** Everyone gets an equal share of the upload. */
  handleRosterChange(): void {
    for (const call of this.#calls()) call.fitMedia();
  }

  handleJoined(call: PeerCall): void {
    void call.playback.setSpeaker(this.#speakerId);
    this.handleRosterChange();
  }

  close(): void {
    this.#stopFollowing?.();
    this.streams.close();
  }

  #send(): Promise<unknown> {
    return Promise.all(this.#calls().map((call) => call.sendMedia()));
  }
}
