import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { Moderation } from "../state/moderation";
import type { PeerView } from "../state/peer-view";
import { words } from "../words";
import { RemoveIcon } from "./icons";

/** Takes someone out of the call, after asking whether that is meant. */
export function RemoveControl({ peer, moderation }: { peer: PeerView; moderation: Moderation }) {
  const asking = useSignal(false);
  const label = words.value.moderation.removeName(peer.name);
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
        <RemoveQuestion
          name={peer.name}
          onRemove={() => void moderation.remove(peer.remote)}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
}

interface RemoveQuestionProps {
  name: string;
  onRemove: () => void;
  onClose: () => void;
}

function RemoveQuestion({ name, onRemove, onClose }: RemoveQuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const say = words.value.moderation;
  return (
    <dialog
      class="panel question"
      role="alertdialog"
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
    >
      <h2 id={titleId}>{say.question(name)}</h2>
      {/* The harmless answer comes first, and gets the focus. */}
      <p class="question-buttons">
        <button class="button" type="button" onClick={() => dialog.current?.close()}>
          {say.keep}
        </button>
        <button
          class="button danger"
          type="button"
          onClick={() => {
            onRemove();
            dialog.current?.close();
          }}
        >
          {say.remove}
        </button>
      </p>
    </dialog>
  );
}
