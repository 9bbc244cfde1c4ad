import { expect } from "vitest";
import type { RemotePeer } from "../../src/room/remote-peer.js";
import type { Room, RoomOptions } from "../../src/room/room.js";
import { pass } from "./hub-setup.js";
import { createRoom, network } from "./room-setup.js";

/** Someone in a room. */
export interface Guest {
  room: Room;
  /** Every public event but peerupdated, in words. */
  events: string[];
}

export const nameOf = (peer: RemotePeer) => String(peer.metadata?.name ?? peer.peerId);

export function create(name: string, options: RoomOptions = {}): Guest {
  const room = createRoom(name, options);
  const events: string[] = [];
  room.on("statechange", (state) => events.push(state));
  room.on("peerjoined", (peer) => events.push(`${nameOf(peer)} joined`));
  room.on("peerleft", (peer, reason) => events.push(`${nameOf(peer)} ${reason}`));
  room.on("track", (peer, track) => events.push(`${track.kind} of ${nameOf(peer)}`));
  room.on("trackremoved", (peer, track) => events.push(`no ${track.kind} of ${nameOf(peer)}`));
  room.on("data", (peer, data) => events.push(`${nameOf(peer)} says ${JSON.stringify(data)}`));
  room.on("removed", (reason) => events.push(`removed: ${reason}`));
  room.on("error", (error) => events.push(`error: ${error.message}`));
  return { room, events };
}

/** Is in the topic when it resolves. */
export async function enter(name: string, options: RoomOptions = {}): Promise<Guest> {
  const guest = create(name, options);
  const done = guest.room.open();
  await pass();
  await done;
  return guest;
}

/** Two who are connected, and what happened until then is forgotten. */
export async function couple(): Promise<[Guest, Guest]> {
  const guests: [Guest, Guest] = [await enter("Ada"), await enter("Bob")];
  for (const { events } of guests) events.splice(0);
  return guests;
}

/** Whom someone sees, and how the links are. */
export const links = ({ room }: Guest) =>
  [...room.peers.values()].map((peer) => `${nameOf(peer)} ${peer.linkState}`);
/** The one other. */
export const only = ({ room }: Guest) => [...room.peers.values()][0] as RemotePeer;

/** Everybody sees each of the others once, connected, and data gets through. */
export async function expectFullMesh(...guests: Guest[]): Promise<void> {
  const ids = guests.map(({ room }) => room.peerId);
  for (const guest of guests) {
    expect(guest.room.state).toBe("connected");
    expect(links(guest)).toHaveLength(guests.length - 1);
    expect(links(guest).every((link) => link.endsWith(" connected"))).toBe(true);
    expect([...guest.room.peers.keys()].sort()).toEqual(ids.filter((id) => id !== guest.room.peerId).sort());
    expect((await guest.room.send("hello")).missed).toEqual([]);
  }
  expect(network.open).toHaveLength(guests.length * (guests.length - 1));
}
