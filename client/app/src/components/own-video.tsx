import { useEffect, useRef } from "preact/hooks";
import type { MediaView } from "../media/media-view";
import { words } from "../words";

/** Our own picture, mirrored as people know themselves, and silent. */
export function OwnVideo({ media }: { media: MediaView }) {
  const video = useRef<HTMLVideoElement>(null);
  const hasPicture = media.camera.track.value !== null;
  useEffect(() => {
    // Never an empty stream: a video that waits for its first track holds up the page's load event.
    if (video.current) video.current.srcObject = hasPicture ? media.stream : null;
  }, [media, hasPicture]);
  return <video class="own-video" ref={video} aria-label={words.value.you} autoplay playsInline muted />;
}
