import { useEffect, useRef } from "preact/hooks";
import type { Call } from "../state/call";
import { linkNote } from "../state/call-status";
import type { PeerView } from "../state/peer-view";
import { Avatar } from "./avatar";
import { type TileSize, tileStyle } from "./grid-layout";
import { RemoveControl } from "./remove-control";
import { SafetyCodeButton } from "./safety-code-button";
import { TileLabel } from "./tile-label";

interface RemoteTileProps {
  call: Call;
  peer: PeerView;
  size: TileSize;
  onCheck: () => void;
}

export function RemoteTile({ call, peer, size, onCheck }: RemoteTileProps) {
  const video = useRef<HTMLVideoElement>(null);
  const { stream, name } = peer;
  const { sound, moderation } = call;

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    if (stream) void sound.play(element);
    return () => sound.forget(element);
  }, [stream, sound]);

  const note = moderation.mayCall.value ? linkNote(peer.linkState) : null;
  return (
    <li class="tile" style={tileStyle(size)}>
      {/* Always there, under the avatar too: it also carries the sound. */}
      {/* biome-ignore lint/a11y/useMediaCaption: live video has no caption track */}
      <video ref={video} aria-label={name} autoplay playsInline />
      {!peer.hasVideo && !note && <Avatar name={name} />}
      {note && (
        <div class="tile-note">
          <p class="tile-note-title">{note.title}</p>
          {note.advice && (
            <>
              <p>{note.advice}</p>
              <button class="button" type="button" onClick={onCheck}>
                Check my connection
              </button>
            </>
          )}
        </div>
      )}
      <SafetyCodeButton peer={peer} />
      <TileLabel name={name} microphoneOn={peer.microphoneOn} />
      {moderation.mayModerate.value && <RemoveControl peer={peer} moderation={moderation} />}
    </li>
  );
}
