import { useRef } from "preact/hooks";
import type { Call } from "../state/call";
import { linkNote } from "../state/call-status";
import type { PeerView } from "../state/peer-view";
import { words } from "../words";
import { Avatar } from "./avatar";
import { type Place, tileStyle } from "./grid-layout";
import { PinButton } from "./pin-button";
import { PipButton } from "./pip-button";
import { RemoveControl } from "./remove-control";
import { SafetyCodeButton } from "./safety-code-button";
import { TileLabel } from "./tile-label";
import { TileMenu } from "./tile-menu";
import { TileReactions } from "./tile-reactions";
import { usePlayback } from "./use-playback";

interface RemoteTileProps {
  call: Call;
  peer: PeerView;
  place: Place;
  onCheck: () => void;
}

export function RemoteTile({ call, peer, place, onCheck }: RemoteTileProps) {
  const video = useRef<HTMLVideoElement>(null);
  const { name } = peer;
  const { moderation } = call;
  usePlayback(video, peer.remote, "camera", call.sound);

  const note = moderation.mayCall.value ? linkNote(peer.linkState, peer.problem) : null;
  return (
    <li
      class="tile"
      style={tileStyle(place)}
      data-peer={peer.key}
      data-speaking={call.speakers.speaking.value.has(peer.key)}
      data-drop={call.files.dropTarget.value === peer.key}
    >
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
                {words.value.checkConnection}
              </button>
            </>
          )}
        </div>
      )}
      <div class="tile-tools">
        {peer.hasVideo && <PipButton video={video} name={name} />}
        <SafetyCodeButton peer={peer} />
        <TileMenu call={call} peer={peer} />
        <PinButton view={call.view} tileKey={peer.key} name={name} />
      </div>
      <TileReactions reactions={call.reactions} tileKey={peer.key} />
      <TileLabel
        name={name}
        microphoneOn={peer.microphoneOn}
        hand={call.hands.placeOf(peer.key)}
        quality={peer.quality.word}
      />
      {moderation.mayModerate.value && <RemoveControl peer={peer} moderation={moderation} />}
    </li>
  );
}
