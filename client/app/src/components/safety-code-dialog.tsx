import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { SafetyCode } from "rtchub";
import type { PeerView } from "../state/peer-view";
import { words } from "../words";
import { useSafetyCode } from "./use-safety-code";

/** The code to read to each other, as it is now: another connection to the same peer has another one. */
export function SafetyCodeDialog({ peer, onClose }: { peer: PeerView; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const { safety } = words.value;
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const code = useSafetyCode(peer.linkState === "connected" ? peer.connection : null);
  return (
    <dialog class="safety" ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{safety.title(peer.name)}</h2>
      <p>{safety.text}</p>
      <div class="safety-place" aria-live="polite">
        {code ? <Emoji code={code} /> : <p>{code === null ? safety.none : safety.working}</p>}
      </div>
      <button class="button" type="button" onClick={() => dialog.current?.close()}>
        {words.value.close}
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
          <span lang="en">{name}</span>
        </li>
      ))}
    </ol>
  );
}
