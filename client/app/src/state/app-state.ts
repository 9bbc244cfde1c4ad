import { computed, signal } from "@preact/signals";
import { createRoomSecret, type join, type joinSealed } from "rtchub";
import { MediaView } from "../media/media-view";
import { Call } from "./call";
import { type CheckConnectivity, ConnectionCheck } from "./connection-check";
import { tokenFromLink, withToken } from "./invitation";
import { codeOf, type JoinProblem, joinProblem, unexpected } from "./join-problem";
import { localMetadata } from "./local-metadata";
import { displayName } from "./names";
import { loadPreferences, remember } from "./preferences";
import { linkForSecret, secretFromLink } from "./sealed-link";
import { sessionId } from "./session-id";
import { linkForTopic, topicFromLink, topicProblem } from "./topic";

export type Screen =
  | { name: "lobby" }
  | { name: "call"; call: Call }
  /** `isAway`: by going to another page, not by the button. */
  | { name: "ended"; lastedMs: number; isAway: boolean }
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
  /** What keeps us out of the call, in the language of the page. */
  readonly problem = computed(() => this.#problem.value?.() ?? null);
  readonly media: MediaView;
  readonly connectionCheck: ConnectionCheck;
  readonly #problem = signal<(() => JoinProblem | null) | null>(null);
  readonly #rooms: Rooms;
  readonly #token = tokenFromLink(location.href);

  constructor(rooms: Rooms, checkConnectivity: CheckConnectivity) {
    const preferences = loadPreferences();
    this.#rooms = rooms;
    this.connectionCheck = new ConnectionCheck(checkConnectivity);
    this.name.value = preferences.name;
    this.media = new MediaView(preferences);
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
    this.#problem.value = null;
    this.secret.value = createRoomSecret();
  }

  /** The call to come is on a topic. */
  unseal(): void {
    this.#problem.value = null;
    this.secret.value = "";
  }

  async join(): Promise<void> {
    if (this.joining.value) return;
    this.topic.value = this.topic.value.trim().normalize("NFC");
    const topic = this.topic.value;
    this.#problem.value = this.secret.value ? null : () => problemOfTopic(topic);
    if (this.problem.value) return;

    this.joining.value = true;
    try {
      await Promise.race([this.media.started, pause(mediaPatienceMs)]);
      this.#savePreferences();
      await this.#enterCall();
    } catch (error) {
      const code = codeOf(error);
      if (code === unexpected) console.error(error);
      this.#problem.value = () => joinProblem(code, this.#token !== null);
      this.#showLobby();
    } finally {
      this.joining.value = false;
    }
  }

  async leave(): Promise<void> {
    const screen = this.screen.value;
    if (screen.name !== "call") return;
    await this.#end(screen.call, { name: "ended", lastedMs: lastedMs(screen.call), isAway: false });
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
    const joinedWith = localMetadata(displayName(this.name.value), this.media, 0);
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), joinPatienceMs);
    try {
      const options = {
        media: this.media.local,
        metadata: joinedWith,
        session: sessionId(),
        handshakeReports: true,
        signal: giveUp.signal,
        ...this.#invitation,
      };
      const secret = this.secret.value;
      const room = await (secret
        ? this.#rooms.joinSealed(secret, options)
        : this.#rooms.join(this.topic.value, options));
      const call = new Call({
        room,
        isSealed: secret !== "",
        media: this.media,
        joinedWith,
        onRemoved: (reason) => void this.#end(call, { name: "removed", reason }),
        onLeft: () => void this.#end(call, { name: "ended", lastedMs: lastedMs(call), isAway: true }),
      });
      this.screen.value = { name: "call", call };
      // A reload, or the address copied by hand, leads back to this call.
      history.replaceState(null, "", withToken(this.link, this.#token));
    } finally {
      clearTimeout(timer);
    }
  }

  async #end(call: Call, screen: Screen): Promise<void> {
    this.screen.value = screen;
    // First the call: it has to see the devices as they are, not switch off one by one for the others.
    const left = call.leave();
    this.media.close();
    await left;
  }

  #showLobby(): void {
    if (this.screen.value.name === "lobby") return;
    this.screen.value = { name: "lobby" };
    if (!this.media.isOpen) void this.media.start();
  }

  #savePreferences(): void {
    remember({
      name: this.name.value.trim(),
      cameraId: this.media.camera.deviceId.value,
      microphoneId: this.media.microphone.deviceId.value,
    });
  }
}

function problemOfTopic(topic: string): JoinProblem | null {
  const text = topicProblem(topic);
  return text === null ? null : { about: "topic", text };
}

function lastedMs(call: Call): number {
  return Date.now() - call.startedAt;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
