import { useRef } from "preact/hooks";
import type { Call } from "../state/call";
import type { PeerView } from "../state/peer-view";
import { screenKeyOf } from "../state/stage-view";
import { words } from "../words";
import { type Place, tileStyle } from "./grid-layout";
import { PinButton } from "./pin-button";
import { PipButton } from "./pip-button";
import { usePlayback } from "./use-playback";

/** The screen that someone shares, all of it: text at the edges matters as much as in the middle. */
export function ScreenTile({ call, peer, place }: { call: Call; peer: PeerView; place: Place }) {
  const video = useRef<HTMLVideoElement>(null);
  usePlayback(video, peer.remote, "screen", call.sound);
  const name = words.value.screen.of(peer.name);
  return (
    <li class="tile screen" style={tileStyle(place)}>
      {/* biome-ignore lint/a11y/useMediaCaption: live video has no caption track */}
      <video ref={video} aria-label={name} autoplay playsInline />
      <div class="tile-tools">
        <PipButton video={video} name={name} />
        <PinButton view={call.view} tileKey={screenKeyOf(peer.key)} name={name} />
      </div>
      <p class="tile-label">
        <span class="tile-name">{name}</span>
      </p>
    </li>
  );
}
