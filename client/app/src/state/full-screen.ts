import { signal } from "@preact/signals";

/** Phones by Apple, and frames that may not, have no full screen. */
export const hasFullScreen = document.fullscreenEnabled === true;

export const isFullScreen = signal(false);

document.addEventListener("fullscreenchange", () => {
  isFullScreen.value = document.fullscreenElement !== null;
});

/** To be called from a click or a key. A browser that refuses leaves things as they are. */
export function toggleFullScreen(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  change.catch((error: unknown) => console.warn(error));
}
