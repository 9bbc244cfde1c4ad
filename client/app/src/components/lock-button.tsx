import { LockIcon, UnlockIcon } from "rtchub-ui";
import type { Moderation } from "../state/moderation";
import { words } from "../words";

/** Keeps newcomers out of the call, or lets them in again. */
export function LockButton({ moderation }: { moderation: Moderation }) {
  const locks = moderation.locks.value;
  const label = locks ? words.value.moderation.unlockCall : words.value.moderation.lockCall;
  return (
    <button
      class="button square"
      type="button"
      title={label}
      aria-label={label}
      onClick={() => void moderation.setLocked(!locks)}
    >
      {locks ? <UnlockIcon /> : <LockIcon />}
    </button>
  );
}
