import { words } from "../words";
import { type Place, tileStyle } from "./grid-layout";

export function WaitingTile({ link, place }: { link: string; place: Place }) {
  return (
    <li class="tile waiting" style={tileStyle(place)}>
      <p class="waiting-title">{words.value.call.nobody}</p>
      <p>{words.value.call.invite}</p>
      <p class="waiting-link">{link}</p>
    </li>
  );
}
