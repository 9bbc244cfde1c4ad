import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { SafetyCode } from "rtchub";
import type { PeerView } from "../state/peer-view";
import { useSafetyCode } from "./use-safety-code";

/** The code to read to each other, as it is now: another connection to the same peer has another one. */
export function SafetyCodeDialog({ peer, onClose }: { peer: PeerView; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const code = useSafetyCode(peer.linkState === "connected" ? peer.connection : null);
  return (
    <dialog class="safety" ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>Safety code with {peer.name}</h2>
      <p>Read this to each other: when you both see the same, nobody sits in between.</p>
      <div class="safety-place" aria-live="polite">
        {code ? (
          <Emoji code={code} />
        ) : (
          <p>{code === null ? "There is one once you are connected." : "One moment…"}</p>
        )}
      </div>
      <button class="button" type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}

function Emoji({ code }: { code: SafetyCode }) {
  return (
    <ol class="safety-code">
      {code.map(({ emoji, name }, place) => (
        <li key={place}>
          <span class="safety-emoji" aria-hidden="true">
            {emoji}
          </span>
          {name}
        </li>
      ))}
    </ol>
  );
}
