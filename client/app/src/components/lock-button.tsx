import type { Moderation } from "../state/moderation";
import { LockIcon, UnlockIcon } from "./icons";

/** Keeps newcomers out of the call, or lets them in again. */
export function LockButton({ moderation }: { moderation: Moderation }) {
  const locks = moderation.locks.value;
  return (
    <button
      class="control"
      type="button"
      aria-label={locks ? "Unlock call" : "Lock call"}
      onClick={() => void moderation.setLocked(!locks)}
    >
      {locks ? <UnlockIcon /> : <LockIcon />}
      <span class="control-label">{locks ? "Unlock" : "Lock"}</span>
    </button>
  );
}
