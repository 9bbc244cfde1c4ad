import { useEffect, useRef } from "preact/hooks";
import type { LocalMedia } from "../media/local-media";

/** Our own picture, mirrored as people know themselves, and silent. */
export function OwnVideo({ media }: { media: LocalMedia }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = media.stream;
  }, [media]);
  return <video class="own-video" ref={video} aria-label="You" autoplay playsInline muted />;
}
