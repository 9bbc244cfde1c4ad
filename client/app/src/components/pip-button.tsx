import type { RefObject } from "preact";
import { words } from "../words";
import { PipIcon } from "./icons";

interface PipButtonProps {
  video: RefObject<HTMLVideoElement | null>;
  name: string;
}

/** Takes a picture out of the page into a small window that stays above all others, or puts it back. */
export function PipButton({ video, name }: PipButtonProps) {
  // Firefox has its own button for this, and says so by having no such property.
  if (!document.pictureInPictureEnabled) return null;
  const label = words.value.tile.pip(name);
  return (
    <button
      class="tile-button pip"
      type="button"
      title={label}
      aria-label={label}
      onClick={() => video.current && toggle(video.current)}
    >
      <PipIcon />
    </button>
  );
}

function toggle(video: HTMLVideoElement): void {
  const change =
    document.pictureInPictureElement === video
      ? document.exitPictureInPicture()
      : video.requestPictureInPicture();
  change.catch((error: unknown) => console.warn(error));
}
