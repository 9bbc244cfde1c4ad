// @vitest-environment happy-dom
import { act, createElement, StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type RoomView, type UseRoomOptions, useRoom } from "../src/react.js";
import type { JoinOptions } from "../src/room/join.js";
import { pass as passTime, service } from "./fakes/hub-setup.js";
import { fakeMedia } from "./fakes/media.js";
import { createRoom, enter, network } from "./fakes/room-setup.js";

const screens: Screen[] = [];

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});

afterEach(async () => {
  for (const screen of screens.splice(0)) await screen.unmount();
});

const pass = (ms?: number) => act(() => passTime(ms));
/** Does something and lets it take its time. */
const during = (action: () => unknown) => act(() => Promise.all([action(), passTime()]));

/** `join`, on the fake service and network. */
async function join(topic: string, options: JoinOptions) {
  const room = createRoom("Ada", { topic, ...options });
  await room.open();
  return room;
}

interface Props {
  topic: string | null;
  options?: UseRoomOptions;
}

/** A component that Ada is in a room with, and what it was rendered with. */
class Screen {
  readonly views: RoomView[] = [];
  /** Whom it showed, and how. */
  shown: string[] = [];
  /** Who joined, as an effect heard it that listens to the room. */
  readonly joined: unknown[] = [];
  readonly #root = createRoot(document.createElement("div"));

  constructor() {
    screens.push(this);
  }

  get last(): RoomView {
    return this.views.at(-1) as RoomView;
  }

  async render(props: Props, { isStrict = false } = {}): Promise<void> {
    const call = createElement(this.#call, props);
    await act(async () => this.#root.render(isStrict ? createElement(StrictMode, null, call) : call));
    await pass();
  }

  unmount(): Promise<void> {
    return act(async () => this.#root.unmount());
  }

  readonly #call = ({ topic, options }: Props) => {
    const view = useRoom(topic, { join, ...options });
    this.views.push(view);
    this.shown = view.peers.map(({ metadata, linkState, stream }) => {
      return `${metadata?.name} ${linkState}, ${stream?.getTracks().length ?? 0} tracks`;
    });
    useEffect(
      () => view.room?.on("peerjoined", ({ metadata }) => this.joined.push(metadata?.name)),
      [view.room],
    );
    return null;
  };
}

test("a component is in the room while it is mounted, and leaves when it is not", async () => {
  const screen = new Screen();

  await screen.render({ topic: "t" });
  expect(screen.views[0]).toMatchObject({ room: null, state: "joining", peers: [], error: null });
  expect(screen.last).toMatchObject({ state: "connected", peers: [], error: null });
  expect(screen.last.room?.topic).toBe("t");

  await screen.unmount();
  await pass();
  expect(service.callsOf("Bye")).toHaveLength(1);
  expect(service.connections).toBe(0);
});

test("it renders again when someone comes, is connected, changes what they tell and goes", async () => {
  const screen = new Screen();
  await screen.render({ topic: "t" });
  const { room } = screen.last;

  const bob = await act(() => enter("Bob"));
  expect(screen.shown).toEqual(["Bob connected, 0 tracks"]);
  const [peer] = screen.last.peers;

  await during(() => bob.updateMetadata({ name: "Bobby" }));
  expect(screen.shown).toEqual(["Bobby connected, 0 tracks"]);

  await during(() => bob.setStream(fakeMedia("audio", "video")));
  expect(screen.shown).toEqual(["Bobby connected, 2 tracks"]);
  expect(screen.last.peers).toEqual([peer]);
  expect(screen.last.room).toBe(room);

  await during(() => bob.leave());
  expect(screen.shown).toEqual([]);
});

test("it does not render again while nothing changes, nor when its parent gives the same options anew", async () => {
  const screen = new Screen();
  await screen.render({ topic: "t" });
  const { last } = screen;
  const count = screen.views.length;

  await pass(60_000);
  expect(screen.views).toHaveLength(count);

  await screen.render({ topic: "t", options: {} });
  expect(screen.last).toBe(last);
  expect(service.callsOf("Bye")).toEqual([]);
});

test("an effect that listens to the room hears of those who were there before", async () => {
  await enter("Bob");
  const screen = new Screen();

  await screen.render({ topic: "t" });

  expect(screen.joined).toEqual(["Bob"]);
});

test("under StrictMode, which mounts twice, others see one peer", async () => {
  const bob = await enter("Bob");
  const joined = vi.fn();
  bob.on("peerjoined", joined);
  const screen = new Screen();

  await screen.render({ topic: "t" }, { isStrict: true });
  await pass(10_000);

  expect(screen.last).toMatchObject({ state: "connected", error: null });
  expect([...bob.peers.keys()]).toEqual([screen.last.room?.peerId]);
  expect(joined).toHaveBeenCalledOnce();
  expect(service.connections).toBe(2);
});

test("another topic is another room, and the first is left", async () => {
  const bob = await enter("Bob");
  const screen = new Screen();
  await screen.render({ topic: "t" });
  expect(bob.peers.size).toBe(1);
  const count = screen.views.length;

  await screen.render({ topic: "u" });

  expect(screen.views[count]).toMatchObject({ room: null, state: "joining" });
  expect(screen.last.room?.topic).toBe("u");
  expect(bob.peers.size).toBe(0);
});

test("without a topic there is no room", async () => {
  const screen = new Screen();
  await screen.render({ topic: null });
  expect(screen.last).toMatchObject({ room: null, state: "idle" });
  expect(service.dialed).toEqual([]);

  await screen.render({ topic: "t" });
  await screen.render({ topic: null });

  expect(screen.last).toMatchObject({ room: null, state: "idle" });
  expect(service.callsOf("Bye")).toHaveLength(1);
});

test("who is unmounted while joining is not in the room afterwards", async () => {
  service.isDown = true;
  const screen = new Screen();
  await screen.render({ topic: "t" });
  expect(screen.last.state).toBe("joining");
  const count = screen.views.length;

  await screen.unmount();
  service.isDown = false;
  const dialed = service.dialed.length;
  await pass(60_000);

  expect(service.dialed).toHaveLength(dialed);
  expect(screen.views).toHaveLength(count);
});

test("a room that cannot be joined says why", async () => {
  const screen = new Screen();

  await screen.render({ topic: " no topic " });

  expect(screen.last).toMatchObject({ room: null, state: "left", error: { code: "invalid_topic" } });
});

test("a room that someone takes us out of is shown as left", async () => {
  const screen = new Screen();
  await screen.render({ topic: "t" });

  await act(async () => screen.last.room?.simulate("removed"));

  expect(screen.last).toMatchObject({ state: "left", peers: [] });
});

test("the stream in the options is what is sent, from when it is there", async () => {
  const screen = new Screen();
  const stream = fakeMedia("audio", "video");
  await screen.render({ topic: "t" });
  await act(() => enter("Bob"));

  await screen.render({ topic: "t", options: { stream } });
  expect(screen.last.room?.stream).toBe(stream);
  expect(network.open[0]?.getSenders().filter(({ track }) => track)).toHaveLength(2);

  await screen.render({ topic: "t" });
  expect(screen.last.room?.stream).toBeNull();
});
