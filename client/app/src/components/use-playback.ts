import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { RemotePeer, StreamLabel } from "rtchub";
import type { SoundPermission } from "../media/sound-permission";

/** Plays what a peer sends under a label in an element, as loud as was chosen for that peer. */
export function usePlayback(
  video: RefObject<HTMLVideoElement | null>,
  peer: RemotePeer,
  label: StreamLabel,
  sound: SoundPermission,
): void {
  const stream = peer.streams.get(label);
  useEffect(() => {
    const element = video.current;
    if (!element || !stream) return;
    const detach = peer.attach(element, label);
    void sound.play(element);
    return () => {
      sound.forget(element);
      detach();
    };
  }, [video, peer, label, stream, sound]);
}
