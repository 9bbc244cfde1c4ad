import type { QualityWord } from "rtchub";
import { words } from "../words";
import { HandIcon, MicrophoneOffIcon } from "./icons";
import { QualityMark } from "./quality-mark";

interface TileLabelProps {
  name: string;
  microphoneOn: boolean;
  /** The place in the order of raised hands, 0 for none. */
  hand: number;
  /** How the link is; our own picture has none. */
  quality?: QualityWord;
}

export function TileLabel({ name, microphoneOn, hand, quality }: TileLabelProps) {
  return (
    <p class="tile-label">
      {hand > 0 && (
        <span class="hand-badge">
          <HandIcon />
          <span class="visually-hidden">{words.value.hand.raised}</span>
          {hand}
        </span>
      )}
      {!microphoneOn && (
        <span class="muted-badge">
          <MicrophoneOffIcon />
          <span class="visually-hidden">{words.value.call.muted}</span>
        </span>
      )}
      <span class="tile-name">{name}</span>
      {quality && <QualityMark quality={quality} />}
    </p>
  );
}
