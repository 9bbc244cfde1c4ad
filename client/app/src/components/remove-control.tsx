import { useSignal } from "@preact/signals";
import { Question, RemoveIcon } from "rtchub-ui";
import type { Moderation } from "../state/moderation";
import type { PeerView } from "../state/peer-view";
import { words } from "../words";

/** Takes someone out of the call, after asking whether that is meant. */
export function RemoveControl({ peer, moderation }: { peer: PeerView; moderation: Moderation }) {
  const asking = useSignal(false);
  const say = words.value.moderation;
  const label = say.removeName(peer.name);
  return (
    <>
      <button
        class="tile-button at-start"
        type="button"
        title={label}
        aria-label={label}
        onClick={() => {
          asking.value = true;
        }}
      >
        <RemoveIcon />
      </button>
      {asking.value && (
        <Question
          title={say.question(peer.name)}
          no={say.keep}
          yes={say.remove}
          onYes={() => void moderation.remove(peer.remote)}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
}
