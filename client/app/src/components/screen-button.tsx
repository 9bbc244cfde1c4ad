import type { ScreenShare } from "../state/screen-share";
import { words } from "../words";
import { ScreenIcon } from "./icons";

export function ScreenButton({ screen }: { screen: ScreenShare }) {
  if (!screen.isAvailable) return null;
  const say = words.value.screen;
  const on = screen.isOn.value;
  return (
    <button
      class="control"
      type="button"
      data-sharing={on}
      aria-label={on ? say.stop : say.share}
      onClick={() => void screen.toggle()}
    >
      <ScreenIcon />
      <span class="control-label">{on ? say.stopShort : say.shareShort}</span>
    </button>
  );
}
