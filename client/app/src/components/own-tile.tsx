import type { Call } from "../state/call";
import { ownKey } from "../state/stage-view";
import { words } from "../words";
import { Avatar } from "./avatar";
import { type Place, tileStyle } from "./grid-layout";
import { OwnVideo } from "./own-video";
import { PinButton } from "./pin-button";
import { TileLabel } from "./tile-label";
import { TileReactions } from "./tile-reactions";

export function OwnTile({ call, place }: { call: Call; place: Place }) {
  const { camera, microphone } = call.media;
  const problem = camera.problem.value;
  const { you, media } = words.value;
  const { labels } = media.camera;
  return (
    <li class="tile" style={tileStyle(place)}>
      <OwnVideo media={call.media} />
      {!camera.on.value && <Avatar name={call.name} />}
      <div class="tile-tools">
        <PinButton view={call.view} tileKey={ownKey} name={null} />
      </div>
      <TileReactions reactions={call.reactions} tileKey={ownKey} />
      <TileLabel
        name={problem ? `${you} · ${labels[problem]}` : you}
        microphoneOn={microphone.on.value}
        hand={call.hands.placeOf(ownKey)}
      />
    </li>
  );
}
