import { useEffect, useRef } from "preact/hooks";
import type { SoundPermission } from "../media/sound-permission";
import { linkNote } from "../state/call-status";
import type { PeerView } from "../state/peer-view";
import { Avatar } from "./avatar";
import { type TileSize, tileStyle } from "./grid-layout";
import { SafetyCodeButton } from "./safety-code-button";
import { TileLabel } from "./tile-label";

interface RemoteTileProps {
  peer: PeerView;
  sound: SoundPermission;
  size: TileSize;
}

export function RemoteTile({ peer, sound, size }: RemoteTileProps) {
  const video = useRef<HTMLVideoElement>(null);
  const { stream, name } = peer;

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    if (stream) void sound.play(element);
    return () => sound.forget(element);
  }, [stream, sound]);

  const note = linkNote(peer.linkState);
  return (
    <li class="tile" style={tileStyle(size)}>
      {/* Always there, under the avatar too: it also carries the sound. */}
      {/* biome-ignore lint/a11y/useMediaCaption: live video has no caption track */}
      <video ref={video} aria-label={name} autoplay playsInline />
      {!peer.hasVideo && !note && <Avatar name={name} />}
      {note && (
        <div class="tile-note">
          <p class="tile-note-title">{note.title}</p>
          {note.advice && <p>{note.advice}</p>}
        </div>
      )}
      <SafetyCodeButton peer={peer} />
      <TileLabel name={name} microphoneOn={peer.microphoneOn} />
    </li>
  );
}
