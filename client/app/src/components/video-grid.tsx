import { useRef } from "preact/hooks";
import type { Call } from "../state/call";
import { OwnTile } from "./own-tile";
import { RemoteTile } from "./remote-tile";
import { useTileSize } from "./use-tile-size";
import { WaitingTile } from "./waiting-tile";

// As in call.css.
const gap = 12;

interface VideoGridProps {
  call: Call;
  link: string;
  onCheck: () => void;
}

/** Everyone in the call, the others first. Alone, there is a place kept for the one to come. */
export function VideoGrid({ call, link, onCheck }: VideoGridProps) {
  const area = useRef<HTMLUListElement>(null);
  const peers = call.peers.value;
  const size = useTileSize(area, Math.max(2, peers.length + 1), gap);
  return (
    <ul class="video-grid" ref={area} aria-label="People in the call">
      {peers.map((peer) => (
        <RemoteTile key={peer.key} call={call} peer={peer} size={size} onCheck={onCheck} />
      ))}
      {peers.length === 0 && <WaitingTile key="waiting" link={link} size={size} />}
      <OwnTile key="you" call={call} size={size} />
    </ul>
  );
}
