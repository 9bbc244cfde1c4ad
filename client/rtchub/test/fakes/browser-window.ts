import { beforeEach, vi } from "vitest";

// To import this is to have a window for each test.

/** What the browser's window would say: `online`, `offline`, `pagehide`, `pageshow`. */
export let browserWindow: EventTarget;

beforeEach(() => {
  browserWindow = new EventTarget();
  vi.stubGlobal("addEventListener", browserWindow.addEventListener.bind(browserWindow));
  vi.stubGlobal("removeEventListener", browserWindow.removeEventListener.bind(browserWindow));
});
