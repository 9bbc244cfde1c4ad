import { problemLabel } from "../media/media-problem";
import type { Call } from "../state/call";
import { Avatar } from "./avatar";
import { type TileSize, tileStyle } from "./grid-layout";
import { OwnVideo } from "./own-video";
import { TileLabel } from "./tile-label";

export function OwnTile({ call, size }: { call: Call; size: TileSize }) {
  const { camera, microphone } = call.media;
  const problem = camera.problem.value;
  return (
    <li class="tile" style={tileStyle(size)}>
      <OwnVideo media={call.media} />
      {!camera.on.value && <Avatar name={call.name} />}
      <TileLabel
        name={problem ? `You · ${problemLabel("camera", problem)}` : "You"}
        microphoneOn={microphone.on.value}
      />
    </li>
  );
}
