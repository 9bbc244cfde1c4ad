import { useEffect } from "preact/hooks";
import type { Call } from "../state/call";
import { hasFullScreen, toggleFullScreen } from "../state/full-screen";
import { type ShortcutKey, shortcutOf } from "../state/shortcuts";

/** Steers the call by single keys. */
export function useShortcuts(call: Call, onHelp: () => void): void {
  useEffect(() => {
    const { media, screen, hands, view } = call;
    const toggle = async (device: typeof media.camera) => {
      await device.toggle();
      // The button that changes its name may be far from where the focus is.
      call.say(media.status.value);
    };
    const actions: Record<ShortcutKey, () => void> = {
      m: () => void toggle(media.microphone),
      v: () => void toggle(media.camera),
      d: () => void screen.toggle(),
      c: pressChatButton,
      h: () => hands.toggle(),
      s: () => view.toggleSpeakerView(),
      p: () => view.togglePinOfSpeaker(),
      f: () => hasFullScreen && toggleFullScreen(),
      "?": onHelp,
    };
    const handleKey = (event: KeyboardEvent) => {
      const key = shortcutOf(event);
      if (!key) return;
      event.preventDefault();
      actions[key]();
    };
    addEventListener("keydown", handleKey);
    return () => removeEventListener("keydown", handleKey);
  }, [call, onHelp]);
}

/** With the focus on it: from there it goes into the chat, and comes back. */
function pressChatButton(): void {
  const button = document.getElementById("chat-button");
  button?.focus();
  button?.click();
}
