import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DeviceView } from "../media/device-view";
import { watchSoundLevel } from "../media/sound-level";

const bars = [0.15, 0.3, 0.45, 0.6, 0.75];

/** Moves while the microphone hears something. For the eye only: who cannot see it hears the room. */
export function LevelMeter({ microphone }: { microphone: DeviceView }) {
  const level = useSignal(0);
  const track = microphone.track.value;
  useEffect(() => {
    if (!track) return;
    return watchSoundLevel(track, (loudness) => {
      level.value = loudness;
    });
  }, [track, level]);

  if (!microphone.on.value) return null;
  return (
    <div class="level-meter" aria-hidden="true">
      {bars.map((threshold) => (
        <span key={threshold} data-lit={level.value >= threshold} />
      ))}
    </div>
  );
}
