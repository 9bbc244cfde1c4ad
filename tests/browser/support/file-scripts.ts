import type { IncomingFile, OutgoingFile, Room } from "../../../client/rtchub/src/index.ts";

// What the pages of files.spec.ts do. Each function runs in a page, alone: it sees what it is given and the window.

interface FilesWindow {
  room: Room;
  seededBlock(index: number): Uint32Array<ArrayBuffer>;
  file: File;
  outgoing: OutgoingFile;
  incoming: IncomingFile;
  arrived: Promise<Blob>;
  states: string[];
}
declare const window: FilesWindow;

/** 1 MiB that no compression makes smaller, the same on every run. Runs in pages and here. */
export function seededBlock(index: number): Uint32Array<ArrayBuffer> {
  const block = new Uint32Array(2 ** 18);
  let state = index + 1;
  for (let i = 0; i < block.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    block[i] = state;
  }
  return block;
}

/** Joins a topic; resolves when a file of no bytes has gone to the other page. */
export async function joinRoom(topic: string): Promise<void> {
  const path = "/rtchub.js";
  const { join } = await import(path);
  const room: Room = await join(topic);
  window.room = room;
  room.once("file", (_peer, file) => file.accept());
  await new Promise<void>((resolve, reject) => {
    room.on("peerjoined", (peer) => peer.sendFile(new Blob()).done.then(resolve, reject));
  });
}

/** Makes the file of so many MiB that is sent. */
export function makeFile(megabytes: number): void {
  const blocks = Array.from({ length: megabytes }, (_, index) => new Blob([window.seededBlock(index)]));
  window.file = new File(blocks, "seeded.bin");
}

/** Accepts the next file that is offered: into the origin's own file system, or as a Blob. */
export function acceptNext(to: "disk" | "blob"): void {
  window.states = [];
  window.arrived = new Promise((resolve, reject) => {
    window.room.once("file", (_peer, incoming) => {
      window.incoming = incoming;
      incoming.on("statechange", (state) => window.states.push(state));
      const accept = async () => {
        if (to === "blob") return (await incoming.accept()) as Blob;
        const folder = await navigator.storage.getDirectory();
        const handle = await folder.getFileHandle(incoming.name, { create: true });
        await incoming.accept({ to: handle });
        return handle.getFile();
      };
      accept().then(resolve, reject);
    });
  });
}

/** Sends the file; resolves with the milliseconds it took. */
export async function sendFile(): Promise<number> {
  const start = performance.now();
  const [outgoing] = window.room.sendFile(window.file);
  if (!outgoing) throw new Error("nobody is here");
  window.outgoing = outgoing;
  await outgoing.done;
  return performance.now() - start;
}

/** The SHA-256 of each 8 MiB of what arrived. */
export async function hashesOfArrived(): Promise<string[]> {
  const file = await window.arrived;
  const hashes: string[] = [];
  for (let at = 0; at < file.size; at += 2 ** 23) {
    const hash = await crypto.subtle.digest("SHA-256", await file.slice(at, at + 2 ** 23).arrayBuffer());
    hashes.push(Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join(""));
  }
  return hashes;
}

/** Ends the peer connection behind the library's back. */
export function breakConnection(): void {
  for (const peer of window.room.peers.values()) peer.connection?.close();
}

/** How many bytes have come, in which states. */
export function progress(): { bytes: number; states: string[] } {
  return { bytes: window.incoming?.bytes ?? 0, states: window.states };
}
