import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import { Hands, parseHand } from "../src/state/hands";
import type { PeerView } from "../src/state/peer-view";
import { ownKey } from "../src/state/stage-view";

const peer = (key: number, hand: number) => ({ key, hand, name: `peer ${key}` }) as PeerView;

function handsOf(...initial: PeerView[]) {
  const peers = signal<readonly PeerView[]>(initial);
  return { peers, hands: new Hands(peers) };
}

describe("raised hands", () => {
  it("are in the order of raising, ours among them", () => {
    const { peers, hands } = handsOf(peer(1, 7), peer(2, 0), peer(3, 4));
    hands.toggle();
    expect(hands.order.value).toEqual([3, 1, ownKey]);
    peers.value = [peer(1, 7), peer(2, hands.own.value + 1), peer(3, 0)];
    expect(hands.order.value).toEqual([1, ownKey, 2]);
    expect([1, ownKey, 2, 3].map((key) => hands.placeOf(key))).toEqual([1, 2, 3, 0]);
    hands.toggle();
    expect(hands.order.value).toEqual([1, 2]);
  });

  it("are told of once, when they go up, and not those that were up before we came", () => {
    const { peers, hands } = handsOf(peer(1, 1), peer(2, 0));
    const tell = vi.fn();
    const stop = hands.onRaised(tell);
    peers.value = [peer(1, 1), peer(2, 2)];
    peers.value = [peer(1, 1), peer(2, 2)];
    hands.toggle();
    expect(tell.mock.calls).toEqual([["peer 2"]]);
    stop();
    peers.value = [peer(1, 1), peer(2, 2), peer(3, 3)];
    expect(tell).toHaveBeenCalledTimes(1);
  });

  it("are only what this page could have sent: anything else is a hand that is down", () => {
    for (const odd of [undefined, null, true, "1", -1, 0.5, Number.MAX_SAFE_INTEGER, {}])
      expect(parseHand(odd)).toBe(0);
    expect(parseHand(3)).toBe(3);
  });

  it("stay in range though someone claims the highest place", () => {
    const { hands } = handsOf(peer(1, 1_000_000));
    hands.toggle();
    expect(parseHand(hands.own.value)).toBe(hands.own.value);
  });
});
