import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Moderation } from "../state/moderation";
import type { PeerView } from "../state/peer-view";
import { RemoveIcon } from "./icons";

/** Takes someone out of the call, after asking whether that is meant. */
export function RemoveControl({ peer, moderation }: { peer: PeerView; moderation: Moderation }) {
  const asking = useSignal(false);
  // From the question, whose buttons are gone: the focus goes back to where it was asked.
  const isBack = useRef(false);
  if (asking.value) {
    return (
      <RemoveQuestion
        name={peer.name}
        onRemove={() => void moderation.remove(peer.remote)}
        onClose={() => {
          isBack.current = true;
          asking.value = false;
        }}
      />
    );
  }
  return (
    <button
      class="tile-button at-start"
      type="button"
      aria-label={`Remove ${peer.name}`}
      ref={(button) => {
        if (isBack.current) button?.focus();
        isBack.current = false;
      }}
      onClick={() => {
        asking.value = true;
      }}
    >
      <RemoveIcon />
    </button>
  );
}

interface RemoveQuestionProps {
  name: string;
  onRemove: () => void;
  onClose: () => void;
}

function RemoveQuestion({ name, onRemove, onClose }: RemoveQuestionProps) {
  const keep = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone; the harmless answer comes first.
  useEffect(() => keep.current?.focus(), []);
  const question = `Remove ${name} from the call?`;
  return (
    <div
      class="tile-note"
      role="alertdialog"
      aria-label={question}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <p class="tile-note-title">{question}</p>
      <p class="tile-note-buttons">
        <button class="button" type="button" ref={keep} onClick={onClose}>
          Keep
        </button>
        <button
          class="button danger"
          type="button"
          onClick={() => {
            onRemove();
            onClose();
          }}
        >
          Remove
        </button>
      </p>
    </div>
  );
}
