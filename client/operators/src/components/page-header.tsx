import { Brand } from "rtchub-ui";
import type { OperatorsState } from "../state/operators-state";

export function PageHeader({ state }: { state: OperatorsState }) {
  const session = state.session.value;
  return (
    <header class="operators-header">
      <Brand />
      <span class="header-place">Operators</span>
      {session && (
        <>
          <LiveMark isLive={session.feed.problem.value === null && state.nodes.value !== null} />
          <button class="button small" type="button" onClick={() => state.leave()}>
            Forget key
          </button>
        </>
      )}
    </header>
  );
}

function LiveMark({ isLive }: { isLive: boolean }) {
  return (
    <span class="live-mark" data-live={isLive}>
      {isLive ? "Live" : "Not live"}
    </span>
  );
}
