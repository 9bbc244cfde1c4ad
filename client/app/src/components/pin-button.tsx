import type { StageView } from "../state/stage-view";
import { words } from "../words";
import { PinIcon } from "./icons";

/** Keeps a tile large. `name` is null for our own. */
export function PinButton({
  view,
  tileKey,
  name,
}: {
  view: StageView;
  tileKey: number;
  name: string | null;
}) {
  const pinned = view.pinnedKey.value === tileKey;
  const say = words.value.tile;
  const label = pinned
    ? name === null
      ? say.unpinYou
      : say.unpin(name)
    : name === null
      ? say.pinYou
      : say.pin(name);
  return (
    <button
      class="tile-button"
      type="button"
      title={label}
      aria-label={label}
      data-on={pinned}
      onClick={() => view.togglePin(tileKey)}
    >
      <PinIcon />
    </button>
  );
}
