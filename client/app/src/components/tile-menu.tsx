import type { Call } from "../state/call";
import type { PeerView } from "../state/peer-view";
import { words } from "../words";
import { FileButton } from "./file-button";
import { ClipIcon, MoreIcon } from "./icons";
import { Popover } from "./popover";
import { VolumeSlider } from "./volume-slider";

/** What concerns one person alone. */
export function TileMenu({ call, peer }: { call: Call; peer: PeerView }) {
  return (
    <Popover look="tile-button" label={words.value.tile.menu(peer.name)} icon={<MoreIcon />}>
      {(close) => (
        <>
          <VolumeSlider peer={peer.remote} name={peer.name} />
          <FileButton
            look="menu-item"
            label={words.value.files.sendTo(peer.name)}
            onFiles={(chosen) => {
              close();
              call.files.send(chosen, peer.remote);
            }}
          >
            <ClipIcon />
            {words.value.files.sendTo(peer.name)}
          </FileButton>
        </>
      )}
    </Popover>
  );
}
