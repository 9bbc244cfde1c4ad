import type { MediaView } from "../media/media-view";
import { words } from "../words";
import { Avatar } from "./avatar";
import { LevelMeter } from "./level-meter";
import { CameraButton, MicrophoneButton } from "./media-buttons";
import { OwnVideo } from "./own-video";

/** What the others will see, and why they would not. */
export function Preview({ media }: { media: MediaView }) {
  const { camera, microphone } = media;
  return (
    <section class="preview" aria-label={words.value.lobby.preview}>
      <div class="preview-picture">
        <OwnVideo media={media} />
        {!camera.on.value && <Avatar name={null} />}
        <div class="preview-controls">
          <MicrophoneButton microphone={microphone} />
          <CameraButton camera={camera} />
        </div>
        <LevelMeter microphone={microphone} />
      </div>
      <p class="preview-status" role="status" data-tone={media.isBroken.value ? "bad" : "calm"}>
        {media.status}
      </p>
    </section>
  );
}
