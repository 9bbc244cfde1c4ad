import type { ScreenShare } from "../state/screen-share";
import { words } from "../words";
import { ScreenIcon } from "./icons";

/** Nobody forgets that the others see their screen. */
export function ScreenNote({ screen }: { screen: ScreenShare }) {
  const say = words.value.screen;
  return (
    <div class="screen-note" role="status">
      {screen.isOn.value && (
        <>
          <ScreenIcon />
          <span>{say.sharing}</span>
          <button class="link-button" type="button" onClick={() => void screen.toggle()}>
            {say.stopShort}
          </button>
        </>
      )}
    </div>
  );
}
