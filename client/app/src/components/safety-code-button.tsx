import { useSignal } from "@preact/signals";
import type { PeerView } from "../state/peer-view";
import { ShieldIcon } from "./icons";
import { SafetyCodeDialog } from "./safety-code-dialog";

export function SafetyCodeButton({ peer }: { peer: PeerView }) {
  const open = useSignal(false);
  return (
    <>
      <button
        class="tile-button at-end"
        type="button"
        title="Safety code"
        aria-label={`Safety code with ${peer.name}`}
        onClick={() => {
          open.value = true;
        }}
      >
        <ShieldIcon />
      </button>
      {open.value && (
        <SafetyCodeDialog
          peer={peer}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
