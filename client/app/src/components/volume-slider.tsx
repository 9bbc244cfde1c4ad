import { useSignal } from "@preact/signals";
import type { RemotePeer } from "rtchub";
import { words } from "../words";
import { SpeakerIcon } from "./icons";

/** How loud one person is here; nobody else is concerned. */
export function VolumeSlider({ peer, name }: { peer: RemotePeer; name: string }) {
  const percent = useSignal(Math.round(peer.volume * 100));
  const label = words.value.tile.volume(name);
  return (
    <label class="volume">
      <SpeakerIcon />
      <span class="visually-hidden">{label}</span>
      <input
        type="range"
        title={label}
        max={100}
        step={5}
        value={percent.value}
        aria-valuetext={`${percent.value} %`}
        onInput={(event) => {
          percent.value = event.currentTarget.valueAsNumber;
          peer.volume = percent.value / 100;
        }}
      />
      <span class="volume-value" aria-hidden="true">
        {percent} %
      </span>
    </label>
  );
}
