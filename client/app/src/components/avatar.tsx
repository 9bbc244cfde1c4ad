import { initials } from "../state/names";
import { PersonIcon } from "./icons";

const colourCount = 6;

/** Stands for someone without a picture. The name itself is written beside it. */
export function Avatar({ name }: { name: string | null }) {
  return (
    <div class="avatar-layer" aria-hidden="true">
      <div class="avatar" data-colour={name === null ? "none" : colourOf(name)}>
        {name === null ? <PersonIcon /> : initials(name)}
      </div>
    </div>
  );
}

function colourOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum += letter.codePointAt(0) ?? 0;
  return sum % colourCount;
}
