import { useId } from "preact/hooks";
import type { DeviceChoice } from "../media/device-choice";
import type { MediaView } from "../media/media-view";
import { words } from "../words";
import { ChevronIcon } from "./icons";
import { Popover } from "./popover";

/** Another microphone or speaker, during the call. */
export function SoundMenu({ media }: { media: MediaView }) {
  const { microphone, speaker } = words.value.media;
  const { speakers } = media;
  return (
    <Popover look="device-menu" label={microphone.choose} icon={<ChevronIcon />}>
      {() => (
        <>
          <Devices
            title={microphone.name}
            chosen={media.microphone.deviceId.value}
            choices={media.microphones.value}
            onChoose={(id) => void media.microphone.choose(id)}
          />
          {speakers.value.length > 0 && (
            <Devices
              title={speaker.name}
              chosen={media.speakerId.value}
              choices={speakers.value}
              onChoose={(id) => media.chooseSpeaker(id)}
            />
          )}
        </>
      )}
    </Popover>
  );
}

/** Another camera, during the call. */
export function CameraMenu({ media }: { media: MediaView }) {
  const { camera } = words.value.media;
  return (
    <Popover look="device-menu" label={camera.choose} icon={<ChevronIcon />}>
      {() => (
        <Devices
          title={camera.name}
          chosen={media.camera.deviceId.value}
          choices={media.cameras.value}
          onChoose={(id) => void media.camera.choose(id)}
        />
      )}
    </Popover>
  );
}

interface DevicesProps {
  title: string;
  chosen: string;
  choices: readonly DeviceChoice[];
  onChoose: (deviceId: string) => void;
}

function Devices({ title, chosen, choices, onChoose }: DevicesProps) {
  const name = useId();
  return (
    <fieldset class="devices">
      <legend>{title}</legend>
      {choices.length === 0 && <p class="device">{words.value.lobby.noDevice}</p>}
      {choices.map(({ deviceId, label }) => (
        <label key={deviceId} class="device">
          <input type="radio" name={name} checked={deviceId === chosen} onChange={() => onChoose(deviceId)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
