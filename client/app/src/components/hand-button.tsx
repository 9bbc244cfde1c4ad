import type { Hands } from "../state/hands";
import { words } from "../words";
import { HandIcon } from "./icons";

export function HandButton({ hands }: { hands: Hands }) {
  const raised = hands.own.value > 0;
  const { hand } = words.value;
  return (
    <button
      class="control"
      type="button"
      data-raised={raised}
      aria-label={raised ? hand.lower : hand.raise}
      onClick={() => hands.toggle()}
    >
      <HandIcon />
      <span class="control-label">{raised ? hand.lowerShort : hand.raiseShort}</span>
    </button>
  );
}
