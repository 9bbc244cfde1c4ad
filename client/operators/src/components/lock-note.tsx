import { LockIcon } from "rtchub-ui";
import { formatDate } from "../state/format";

/** That an operator keeps a topic locked. */
export function LockNote({ until }: { until: number | null }) {
  return (
    <span class="lock-note">
      <LockIcon />
      {until === null ? "Locked" : `Locked until ${formatDate(until)}`}
    </span>
  );
}
