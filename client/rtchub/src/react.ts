import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type JoinOptions, join as joinPlain } from "./room/join.js";
import type { RemotePeer } from "./room/remote-peer.js";
import type { Room } from "./room/room.js";
import type { RoomEvents, RoomState } from "./room/room-events.js";

/** What `useRoom` joins with. Read when a topic is joined; only a change of `stream` is followed later. */
export interface UseRoomOptions extends Omit<JoinOptions, "signal"> {
  /** How to join: `joinSealed`, whose topic is the room's secret. Default `join`. */
  join?: (topic: string, options: JoinOptions) => Promise<Room>;
}

/** A room as a component shows it. A new object, with a new `peers`, whenever something has changed. */
export interface RoomView {
  /** The room; null before you are in. The same object until it is left. */
  readonly room: Room | null;
  /** `idle`: there is no topic; `joining`; then the room's own state, `left` also when it could not be joined. */
  readonly state: "idle" | "joining" | RoomState;
  /**
   * The others, in joining order. Each is the same object for as long as they are here: a memoised child is given what it shows of them, as
   * `peer.linkState`, beside the peer itself.
   */
  readonly peers: readonly RemotePeer[];
  /** Why the room could not be joined, or the last `error` that it told, as a rule an `RtcHubError`; null while nothing went wrong. */
  readonly error: Error | null;
}

const idle: RoomView = { room: null, state: "idle", peers: [], error: null };
const joining: RoomView = { ...idle, state: "joining" };

/** After these a room or a peer looks different. */
const changes = [
  "statechange",
  "peerjoined",
  "peerleft",
  "peerupdated",
  "track",
  "trackremoved",
  "quality",
  "meshchange",
] as const satisfies (keyof RoomEvents)[];

/**
 * Joins a topic for as long as the component is mounted, and leaves it when that is over, when the topic changes, or when it is null.
 * Renders again when anything about the room or someone in it changes. For `data`, `file` and `removed` listen to the room in an effect.
 */
export function useRoom(topic: string | null, options: UseRoomOptions = {}): RoomView {
  const store = useMemo(() => new RoomStore(topic), [topic]);
  // The options are another object at each render, which is no reason to join anew.
  useEffect(() => store.open(options), [store]);
  const view = useSyncExternalStore(store.subscribe, store.getView, store.getView);
  const { room } = view;
  const { stream = null } = options;
  useEffect(() => {
    if (room && room.stream !== stream) void room.setStream(stream);
  }, [room, stream]);
  return view;
}

/** One topic, joined once for each time it is opened: under StrictMode effects run twice. */
class RoomStore {
  readonly #topic: string | null;
  readonly #listeners = new Set<() => void>();
  #view: RoomView;

  constructor(topic: string | null) {
    this.#topic = topic;
    this.#view = topic === null ? idle : joining;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getView = (): RoomView => this.#view;

  /** Returns the function that leaves, also while joining. */
  open(options: UseRoomOptions): () => void {
    const abort = new AbortController();
    if (this.#topic !== null) void this.#join(this.#topic, options, abort.signal);
    return () => abort.abort();
  }

  async #join(
    topic: string,
    { join = joinPlain, ...options }: UseRoomOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const show = (change: Partial<RoomView>) => !signal.aborted && this.#show({ ...this.#view, ...change });
    show(joining);
    try {
      const room = await join(topic, { ...options, signal });
      const update = () => show({ room, state: room.state, peers: [...room.peers.values()] });
      for (const event of changes) room.on(event, update);
      room.on("error", (error) => show({ error }));
      update();
    } catch (error) {
      show({ state: "left", error: error as Error });
    }
  }

  #show(view: RoomView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
