import type { Call } from "../state/call";
import { words } from "../words";
import { FileIcon } from "./icons";

/** While files are dragged over the page: whom they would go to. For the eye; it follows the pointer. */
export function DropNote({ call }: { call: Call }) {
  const target = call.files.dropTarget.value;
  if (target === null) return null;
  const say = words.value.files;
  const peer = call.peers.value.find(({ key }) => key === target);
  return (
    <div class="drop-note" aria-hidden="true" data-everyone={!peer}>
      <p>
        <FileIcon />
        {peer ? say.dropTo(peer.name) : say.dropToEveryone}
      </p>
    </div>
  );
}
