import { useSignal } from "@preact/signals";
import type { PeerView } from "../state/peer-view";
import { words } from "../words";
import { ShieldIcon } from "./icons";
import { SafetyCodeDialog } from "./safety-code-dialog";

export function SafetyCodeButton({ peer }: { peer: PeerView }) {
  const opened = useSignal(0);
  const closed = useSignal(0);
  const turn = opened.value; // a dialog of its own: the one before may be just closing
  return (
    <>
      <button
        class="tile-button"
        type="button"
        title={words.value.safety.button}
        aria-label={words.value.safety.title(peer.name)}
        onClick={() => {
          opened.value++;
        }}
      >
        <ShieldIcon />
      </button>
      {turn > closed.value && (
        <SafetyCodeDialog
          key={turn}
          peer={peer}
          onClose={() => {
            closed.value = turn;
          }}
        />
      )}
    </>
  );
}
