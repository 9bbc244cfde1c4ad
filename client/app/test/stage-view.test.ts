import { signal } from "@preact/signals";
import { afterEach, describe, expect, it } from "vitest";
import type { PeerView } from "../src/state/peer-view";
import { ownKey, StageView, screenKeyOf } from "../src/state/stage-view";

const peersWith = (...keys: number[]) => keys.map((key) => ({ key })) as PeerView[];

function openStage(...keys: number[]) {
  const peers = signal<readonly PeerView[]>(peersWith(...keys));
  const activeKey = signal<number | null>(null);
  return { peers, activeKey, view: new StageView(peers, activeKey) };
}

afterEach(() => localStorage.clear());

describe("the stage", () => {
  it("shows all alike until the speaker view is chosen, which is remembered", () => {
    const { view } = openStage(1, 2);
    expect(view.featuredKey.value).toBeNull();
    view.toggleSpeakerView();
    expect(view.featuredKey.value).toBe(1);
    expect(openStage(1).view.isSpeakerView.value).toBe(true);
  });

  it("follows whoever has the word, unless someone is pinned", () => {
    const { view, activeKey } = openStage(1, 2, 3);
    view.toggleSpeakerView();
    activeKey.value = 2;
    expect(view.featuredKey.value).toBe(2);
    view.togglePin(3);
    expect(view.featuredKey.value).toBe(3);
    view.togglePin(3);
    expect(view.featuredKey.value).toBe(2);
  });

  it("shows a screen rather than a face, the newest of several, and lets it be pinned", () => {
    const { view, peers, activeKey } = openStage(1, 2);
    view.toggleSpeakerView();
    activeKey.value = 1;
    const sharing = peersWith(1, 2, 3).map((peer) => (peer.key > 1 ? { ...peer, screen: {} } : peer));
    peers.value = sharing as PeerView[];
    expect(view.featuredKey.value).toBe(screenKeyOf(3));
    view.togglePin(screenKeyOf(2));
    expect(view.featuredKey.value).toBe(screenKeyOf(2));
    peers.value = peersWith(1, 2);
    expect(view.pinnedKey.value).toBeNull();
    expect(view.featuredKey.value).toBe(1);
  });

  it("lets go of a pin whose peer is gone, and has none while we are alone", () => {
    const { view, peers } = openStage(1, 2);
    view.togglePin(2);
    peers.value = peersWith(1);
    expect(view.pinnedKey.value).toBeNull();
    expect(view.featuredKey.value).toBeNull();
    view.togglePin(ownKey);
    expect(view.featuredKey.value).toBe(ownKey);
    peers.value = [];
    expect(view.featuredKey.value).toBeNull();
  });
});
