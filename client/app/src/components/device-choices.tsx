import type { DeviceChoice } from "../media/device-choice";
import type { DeviceView } from "../media/device-view";
import type { MediaView } from "../media/media-view";
import { words } from "../words";

export function DeviceChoices({ media }: { media: MediaView }) {
  return (
    <div class="device-choices">
      <DeviceSelect
        label={words.value.media.camera.name}
        device={media.camera}
        choices={media.cameras.value}
      />
      <DeviceSelect
        label={words.value.media.microphone.name}
        device={media.microphone}
        choices={media.microphones.value}
      />
    </div>
  );
}

interface DeviceSelectProps {
  label: string;
  device: DeviceView;
  choices: readonly DeviceChoice[];
}

function DeviceSelect({ label, device, choices }: DeviceSelectProps) {
  const id = `choose-${device.kind}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="select">
        <select
          id={id}
          disabled={choices.length === 0}
          value={device.deviceId.value}
          onChange={(event) => void device.choose(event.currentTarget.value)}
        >
          {choices.length === 0 && <option value="">{words.value.lobby.noDevice}</option>}
          {choices.map((choice) => (
            <option key={choice.deviceId} value={choice.deviceId}>
              {choice.label}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}
