import { MicrophoneOffIcon } from "./icons";

export function TileLabel({ name, microphoneOn }: { name: string; microphoneOn: boolean }) {
  return (
    <p class="tile-label">
      {!microphoneOn && (
        <span class="muted-badge">
          <MicrophoneOffIcon />
          <span class="visually-hidden">Muted:</span>
        </span>
      )}
      <span class="tile-name">{name}</span>
    </p>
  );
}
