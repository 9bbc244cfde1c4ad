import { type TileSize, tileStyle } from "./grid-layout";

export function WaitingTile({ link, size }: { link: string; size: TileSize }) {
  return (
    <li class="tile waiting" style={tileStyle(size)}>
      <p class="waiting-title">Nobody else is here yet</p>
      <p>Send this link to whoever should join. They appear here as soon as they open it.</p>
      <p class="waiting-link">{link}</p>
    </li>
  );
}
