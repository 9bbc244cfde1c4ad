import type { RemotePeer, Room } from "rtchub";
import { describe, expect, it, vi } from "vitest";
import { Moderation } from "../src/state/moderation";

const ada = { metadata: { name: "Ada" }, locks: true } as unknown as RemotePeer;
const bob = { metadata: { name: "Bob" }, locks: false } as unknown as RemotePeer;

function moderate(room: Partial<Record<keyof Room, unknown>>) {
  const say = vi.fn<(text: string) => void>();
  const whole = { grants: ["signal"], locks: false, isLocked: false, peers: new Map(), ...room };
  const moderation = new Moderation(whole as unknown as Room, say);
  return { moderation, say, room: whole };
}

describe("the lock of a call", () => {
  it("names whoever holds it", () => {
    const peers = new Map([ada, bob].map((peer, index) => [index, peer]));
    const note = (room: object) => moderate(room).moderation.lockNote.value;
    expect(note({ peers: new Map() })).toBeNull();
    expect(note({ peers, isLocked: true })).toBe("Locked by Ada");
    expect(note({ peers, isLocked: true, locks: true })).toBe("Locked by you and Ada");
  });

  it("is shown as soon as the service has set it, and said", async () => {
    const { moderation, say, room } = moderate({
      grants: ["signal", "moderate"],
      lock: async (locks: boolean) => Object.assign(room, { locks, isLocked: locks }),
    });
    await moderation.setLocked(true);
    expect(moderation.locks.value).toBe(true);
    expect(say).toHaveBeenCalledWith(expect.stringContaining("nobody else can join"));
  });
});

describe("what an invitation allows", () => {
  it("decides about moderating and calling", () => {
    const allowed = (...grants: string[]) => {
      const { moderation } = moderate({ grants });
      return [moderation.mayModerate.value, moderation.mayCall.value];
    };
    expect(allowed("signal", "message")).toEqual([false, true]);
    expect(allowed("signal", "moderate")).toEqual([true, true]);
    expect(allowed("signal", "hidden")).toEqual([false, false]);
    expect(allowed("message")).toEqual([false, false]);
  });
});

describe("removing someone", () => {
  it("says in words what the service refused", async () => {
    const refuse = (code: string) => moderate({ remove: () => Promise.reject({ code }) });
    const gone = refuse("peer_gone");
    await gone.moderation.remove(bob);
    expect(gone.say).toHaveBeenCalledWith("They have left already.");
    const odd = refuse("backplane_unavailable");
    await odd.moderation.remove(bob);
    expect(odd.say).toHaveBeenCalledWith(expect.stringContaining("Try again"));
  });
});
