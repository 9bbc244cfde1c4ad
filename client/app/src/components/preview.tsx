import type { LocalMedia } from "../media/local-media";
import { mediaStatus } from "../media/media-status";
import { Avatar } from "./avatar";
import { LevelMeter } from "./level-meter";
import { CameraButton, MicrophoneButton } from "./media-buttons";
import { OwnVideo } from "./own-video";

/** What the others will see, and why they would not. */
export function Preview({ media }: { media: LocalMedia }) {
  const { camera, microphone } = media;
  const status = mediaStatus(
    media.starting.value,
    { on: camera.on.value, problem: camera.problem.value },
    { on: microphone.on.value, problem: microphone.problem.value },
  );
  const broken = camera.problem.value !== null || microphone.problem.value !== null;
  return (
    <section class="preview" aria-label="Preview">
      <div class="preview-picture">
        <OwnVideo media={media} />
        {!camera.on.value && <Avatar name={null} />}
        <div class="preview-controls">
          <MicrophoneButton microphone={microphone} />
          <CameraButton camera={camera} />
          <LevelMeter microphone={microphone} />
        </div>
      </div>
      <p class="preview-status" role="status" data-tone={broken ? "bad" : "calm"}>
        {status}
      </p>
    </section>
  );
}
