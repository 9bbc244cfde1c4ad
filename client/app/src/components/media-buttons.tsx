import type { DeviceView } from "../media/device-view";
import { words } from "../words";
import { CameraIcon, CameraOffIcon, MicrophoneIcon, MicrophoneOffIcon } from "./icons";

export function MicrophoneButton({ microphone }: { microphone: DeviceView }) {
  const on = microphone.on.value;
  const { media } = words.value;
  return (
    <button
      class="control"
      type="button"
      data-off={!on}
      aria-label={on ? media.microphone.on : media.microphone.off}
      onClick={() => void microphone.toggle()}
    >
      {on ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
      <span class="control-label">{on ? media.mute : media.unmute}</span>
    </button>
  );
}

export function CameraButton({ camera }: { camera: DeviceView }) {
  const on = camera.on.value;
  const { media } = words.value;
  return (
    <button
      class="control"
      type="button"
      data-off={!on}
      aria-label={on ? media.camera.on : media.camera.off}
      onClick={() => void camera.toggle()}
    >
      {on ? <CameraIcon /> : <CameraOffIcon />}
      <span class="control-label">{media.camera.name}</span>
    </button>
  );
}
