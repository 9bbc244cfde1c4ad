import type { ComponentChild } from "preact";
import { useRef } from "preact/hooks";
import type { Call } from "../state/call";
import { ownKey, screenKeyOf } from "../state/stage-view";
import { words } from "../words";
import { gallery, type Place, spotlight } from "./grid-layout";
import { OwnTile } from "./own-tile";
import { RemoteTile } from "./remote-tile";
import { ScreenTile } from "./screen-tile";
import { useArea } from "./use-area";
import { WaitingTile } from "./waiting-tile";

const gap = 12;
const nowhere: Place = { left: 0, top: 0, width: 0, height: 0 };

interface VideoGridProps {
  call: Call;
  link: string;
  onCheck: () => void;
}

/** A tile of the grid, drawn once its place is known. */
interface Tile {
  key: number;
  draw: (place: Place) => ComponentChild;
}

/** Everyone in the call and every shared screen, the others first. Alone, there is a place kept for the one to come. */
export function VideoGrid({ call, link, onCheck }: VideoGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const area = useArea(list);
  const peers = call.peers.value;
  const screens = peers.filter(({ screen }) => screen);
  const tiles: Tile[] = [
    ...screens.map((peer) => ({
      key: screenKeyOf(peer.key),
      draw: (place: Place) => (
        <ScreenTile key={screenKeyOf(peer.key)} call={call} peer={peer} place={place} />
      ),
    })),
    ...peers.map((peer) => ({
      key: peer.key,
      draw: (place: Place) => (
        <RemoteTile key={peer.key} call={call} peer={peer} place={place} onCheck={onCheck} />
      ),
    })),
    ...(peers.length > 0 ? [] : [waiting(link)]),
    { key: ownKey, draw: (place) => <OwnTile key={ownKey} call={call} place={place} /> },
  ];
  const featured = tiles.findIndex(({ key }) => key === call.view.featuredKey.value);
  const places =
    featured < 0 ? gallery(tiles.length, area, gap) : spotlight(tiles.length, featured, area, gap);
  return (
    <ul class="video-grid" ref={list} aria-label={words.value.call.people}>
      {tiles.map(({ draw }, index) => draw(places[index] ?? nowhere))}
    </ul>
  );
}

function waiting(link: string): Tile {
  return { key: Number.NaN, draw: (place) => <WaitingTile key="waiting" link={link} place={place} /> };
}
