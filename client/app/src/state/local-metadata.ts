import { effect } from "@preact/signals";
import type { Room } from "rtchub";
import type { MediaView } from "../media/media-view";

/** What the others see of us. */
export type LocalMetadata = {
  name: string;
  microphone: boolean;
  camera: boolean;
  /** 0: the hand is down; else its place in the order of raising (see hands.ts). */
  hand: number;
};

export function localMetadata(name: string, media: MediaView, hand: number): LocalMetadata {
  return { name, microphone: media.microphone.on.value, camera: media.camera.on.value, hand };
}

/** Tells the others of every change from what we joined with, until the returned function is called. */
export function sendMetadata(
  room: Room,
  joinedWith: LocalMetadata,
  current: () => LocalMetadata,
): () => void {
  let sent = JSON.stringify(joinedWith);
  return effect(() => {
    const metadata = current();
    if (JSON.stringify(metadata) === sent) return;
    sent = JSON.stringify(metadata);
    room.updateMetadata(metadata).catch((error: unknown) => {
      // Only the badges that others see are late; the next change sends them again.
      console.warn("rtchub:", error);
    });
  });
}
