import { SealIcon } from "./icons";

/** Stands where the topic would: what a sealed call is. `onUnseal` is null for those who were invited to it. */
export function SealedNote({ onUnseal }: { onUnseal: (() => void) | null }) {
  return (
    <section class="sealed-note" aria-labelledby="sealed-title">
      <h2 id="sealed-title" tabIndex={-1}>
        <SealIcon />
        Sealed call
      </h2>
      <p>
        The link holds the key, and the server never gets it: it can neither read your names nor slip in
        between you. Whoever has the link can join.
      </p>
      {onUnseal && (
        <button class="link-button" type="button" onClick={onUnseal}>
          Use a topic instead
        </button>
      )}
    </section>
  );
}
