import { vi } from "vitest";
import { split } from "../../src/data/chunks.js";
import { Kind, toJsonMessage } from "../../src/data/message.js";
import type { RemotePeer } from "../../src/room/remote-peer.js";
import type { Room } from "../../src/room/room.js";
import type { FakeChannel } from "./data-channel.js";
import type { FakePeerConnection } from "./peer-connection.js";
import { enter } from "./room-setup.js";

// Megabytes take their time on a machine that has other things to do.
vi.setConfig({ testTimeout: 30_000 });

/** Two rooms in a call: each with the other as it sees it. */
export interface Couple {
  ada: Room;
  bob: Room;
  adasBob: RemotePeer;
  bobsAda: RemotePeer;
}

export async function couple(): Promise<Couple> {
  const ada = await enter("Ada");
  const bob = await enter("Bob");
  const [[adasBob], [bobsAda]] = [[...ada.peers.values()], [...bob.peers.values()]];
  return { ada, bob, adasBob: adasBob as RemotePeer, bobsAda: bobsAda as RemotePeer };
}

/** This end's connection to the peer. */
export function connectionTo(peer: RemotePeer): FakePeerConnection {
  return peer.connection as unknown as FakePeerConnection;
}

/** This end of the channel for messages. */
export function channelTo(peer: RemotePeer): FakeChannel {
  return connectionTo(peer).channels[0] as FakeChannel;
}

/** This end of the channels for files, oldest first. */
export function fileChannelsTo(peer: RemotePeer): FakeChannel[] {
  return connectionTo(peer).channels.filter(({ label }) => label.startsWith("rtchub-file:"));
}

/** Says to the peer what the library would not say. */
export function tell(peer: RemotePeer, frame: unknown): void {
  for (const chunk of split(toJsonMessage(Kind.frame, frame), 2 ** 16)) channelTo(peer).send(chunk);
}

/** The link to the peer is lost for both; another takes its place after some seconds. */
export function breakLink(peer: RemotePeer): void {
  const connection = connectionTo(peer);
  for (const end of [connection, connection.other])
    for (const channel of end?.channels ?? []) channel.handleClosed();
}

/** So many bytes, each block of them different. */
export function bytes(length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  for (let i = 0; i < length; i++) all[i] = i + (i >> 8) + (i >> 16);
  return all;
}
