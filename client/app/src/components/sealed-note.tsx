import { words } from "../words";
import { SealIcon } from "./icons";

/** Stands where the topic would: what a sealed call is. `onUnseal` is null for those who were invited to it. */
export function SealedNote({ onUnseal }: { onUnseal: (() => void) | null }) {
  return (
    <section class="sealed-note" aria-labelledby="sealed-title">
      <h2 id="sealed-title" tabIndex={-1}>
        <SealIcon />
        {words.value.sealed.title}
      </h2>
      <p>{words.value.sealed.text}</p>
      {onUnseal && (
        <button class="link-button" type="button" onClick={onUnseal}>
          {words.value.sealed.unseal}
        </button>
      )}
    </section>
  );
}
