import type { LocalDevice } from "../media/local-device";
import { CameraIcon, CameraOffIcon, MicrophoneIcon, MicrophoneOffIcon } from "./icons";

export function MicrophoneButton({ microphone }: { microphone: LocalDevice }) {
  const on = microphone.on.value;
  return (
    <button
      class="control"
      type="button"
      data-off={!on}
      aria-label={on ? "Mute microphone" : "Unmute microphone"}
      onClick={() => toggle(microphone)}
    >
      {on ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
      <span class="control-label">{on ? "Mute" : "Unmute"}</span>
    </button>
  );
}

export function CameraButton({ camera }: { camera: LocalDevice }) {
  const on = camera.on.value;
  return (
    <button
      class="control"
      type="button"
      data-off={!on}
      aria-label={on ? "Stop camera" : "Start camera"}
      onClick={() => toggle(camera)}
    >
      {on ? <CameraIcon /> : <CameraOffIcon />}
      <span class="control-label">{on ? "Stop camera" : "Start camera"}</span>
    </button>
  );
}

function toggle(device: LocalDevice): void {
  if (device.on.value) device.turnOff();
  else void device.turnOn();
}
