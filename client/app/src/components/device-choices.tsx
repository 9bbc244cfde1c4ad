import type { LocalDevice } from "../media/local-device";
import type { DeviceChoice, LocalMedia } from "../media/local-media";

export function DeviceChoices({ media }: { media: LocalMedia }) {
  return (
    <div class="device-choices">
      <DeviceSelect label="Camera" device={media.camera} choices={media.cameras.value} />
      <DeviceSelect label="Microphone" device={media.microphone} choices={media.microphones.value} />
    </div>
  );
}

interface DeviceSelectProps {
  label: string;
  device: LocalDevice;
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
          {choices.length === 0 && <option value="">None available</option>}
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
