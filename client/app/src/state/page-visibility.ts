import { signal } from "@preact/signals";

/** Whether the page can be seen: not in a background tab or a minimised window. */
export const isPageVisible = signal(!document.hidden);

document.addEventListener("visibilitychange", () => {
  isPageVisible.value = !document.hidden;
});
