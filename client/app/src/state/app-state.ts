import { signal } from "@preact/signals";
import { createRoomSecret, type join, type joinSealed } from "rtchub";
import { LocalMedia } from "../media/local-media";
import { Call, localMetadata } from "./call";
import { type CheckConnectivity, ConnectionCheck } from "./connection-check";
import { tokenFromLink, withToken } from "./invitation";
import { codeOf, type JoinProblem, joinProblem, unexpected } from "./join-problem";
import { displayName } from "./names";
import { loadPreferences, savePreferences } from "./preferences";
import { linkForSecret, secretFromLink } from "./sealed-link";
import { linkForTopic, topicFromLink, topicProblem } from "./topic";

export type Screen =
  | { name: "lobby" }
  | { name: "call"; call: Call }
  | { name: "ended" }
  | { name: "removed"; reason: string };

/** The library's two ways into a room. */
export interface Rooms {
  join: typeof join;
  joinSealed: typeof joinSealed;
}

/** A permission prompt nobody answers does not keep people out of the call: media is added when it comes. */
const mediaPatienceMs = 3000;
const joinPatienceMs = 12_000;

/** The page as a whole: which screen is up, and the way from one to the next. */
export class AppState {
  readonly screen = signal<Screen>({ name: "lobby" });
  readonly topic = signal(topicFromLink(location.href));
  /** Not empty: the call is a sealed one, and the topic does not matter. */
  readonly secret = signal(secretFromLink(location.href));
  readonly name = signal("");
  readonly joining = signal(false);
  readonly problem = signal<JoinProblem | null>(null);
  readonly media: LocalMedia;
  readonly connectionCheck: ConnectionCheck;
  readonly #rooms: Rooms;
  readonly #token = tokenFromLink(location.href);

  constructor(rooms: Rooms, checkConnectivity: CheckConnectivity) {
    const preferences = loadPreferences();
    this.#rooms = rooms;
    this.connectionCheck = new ConnectionCheck(checkConnectivity);
    this.name.value = preferences.name;
    this.media = new LocalMedia(preferences);
    void this.media.start();
  }

  get link(): string {
    const secret = this.secret.value;
    return secret
      ? linkForSecret(secret, location.href)
      : linkForTopic(this.topic.value.trim(), location.href);
  }

  /** The call to come is a sealed one. */
  seal(): void {
    this.problem.value = null;
    this.secret.value = createRoomSecret();
  }

  /** The call to come is on a topic. */
  unseal(): void {
    this.problem.value = null;
    this.secret.value = "";
  }

  async join(): Promise<void> {
    if (this.joining.value) return;
    this.topic.value = this.topic.value.trim().normalize("NFC");
    const wrong = this.secret.value ? null : topicProblem(this.topic.value);
    this.problem.value = wrong ? { about: "topic", text: wrong } : null;
    if (wrong) return;

    this.joining.value = true;
    try {
      await Promise.race([this.media.started, pause(mediaPatienceMs)]);
      this.#savePreferences();
      await this.#enterCall();
    } catch (error) {
      const code = codeOf(error);
      if (code === unexpected) console.error(error);
      this.problem.value = joinProblem(code, this.#token !== null);
      this.#showLobby();
    } finally {
      this.joining.value = false;
    }
  }

  async leave(): Promise<void> {
    const screen = this.screen.value;
    if (screen.name !== "call") return;
    this.screen.value = { name: "ended" };
    // First the call: it has to see the devices as they are, not switch off one by one for the others.
    const left = screen.call.leave();
    this.media.close();
    await left;
  }

  async rejoin(): Promise<void> {
    void this.media.start();
    await this.join();
  }

  /** Back to the first screen, for another topic. */
  startOver(): void {
    this.topic.value = "";
    this.secret.value = "";
    history.replaceState(null, "", withToken(location.origin + location.pathname, this.#token));
    this.#showLobby();
  }

  /** In a call its servers are checked too; before one, the topic that the invitation is for is entered for a moment. */
  async checkConnection(): Promise<void> {
    const screen = this.screen.value;
    const topic = this.topic.value.trim();
    await this.connectionCheck.run({
      ...(screen.name === "call" && { iceServers: screen.call.iceServers }),
      ...(screen.name !== "call" && this.#token && topic && { topic }),
      ...this.#invitation,
    });
  }

  get #invitation(): { accessToken?: () => string } {
    return this.#token === null ? {} : { accessToken: () => this.#token ?? "" };
  }

  async #enterCall(): Promise<void> {
    const joinedWith = localMetadata(displayName(this.name.value), this.media);
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), joinPatienceMs);
    const { stream } = this.media;
    try {
      const options = { stream, metadata: joinedWith, signal: giveUp.signal, ...this.#invitation };
      const secret = this.secret.value;
      const room = await (secret
        ? this.#rooms.joinSealed(secret, options)
        : this.#rooms.join(this.topic.value, options));
      const call = new Call({
        room,
        isSealed: secret !== "",
        media: this.media,
        joinedWith,
        onRemoved: (reason) => this.#removed(call, reason),
      });
      this.screen.value = { name: "call", call };
      // A reload, or the address copied by hand, leads back to this call.
      history.replaceState(null, "", withToken(this.link, this.#token));
    } finally {
      clearTimeout(timer);
    }
  }

  #removed(call: Call, reason: string): void {
    this.screen.value = { name: "removed", reason };
    void call.leave();
    this.media.close();
  }

  #showLobby(): void {
    if (this.screen.value.name === "lobby") return;
    this.screen.value = { name: "lobby" };
    if (!this.media.isOpen) void this.media.start();
  }

  #savePreferences(): void {
    savePreferences({
      name: this.name.value.trim(),
      cameraId: this.media.camera.deviceId.value,
      microphoneId: this.media.microphone.deviceId.value,
    });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
