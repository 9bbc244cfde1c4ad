import type { ConnectivityCheck, ConnectivityReport } from "rtchub";
import { Panel } from "rtchub-ui";
import type { AppState } from "../state/app-state";
import { words } from "../words";

const rows = ["signaling", "stun", "turnUdp", "turnTcp"] as const satisfies (keyof ConnectivityReport)[];

/** What works between this browser and the others, row by row, and what it means. */
export function ConnectionCheckPanel({ state }: { state: AppState }) {
  const { connectionCheck } = state;
  const { check } = words.value;
  const report = connectionCheck.report.value;
  return (
    <Panel title={check.title} closeLabel={words.value.close} onClose={() => connectionCheck.close()}>
      <ul class="checks" aria-busy={report === null}>
        {rows.map((row) => (
          <CheckRow key={row} label={check[row]} check={report?.[row] ?? null} />
        ))}
      </ul>
      <p class="verdict" role="status">
        {report ? <span lang="en">{report.verdict}</span> : check.running}
      </p>
      <button
        class="button"
        type="button"
        aria-disabled={report === null}
        onClick={() => report && void state.checkConnection()}
      >
        {check.again}
      </button>
    </Panel>
  );
}

function CheckRow({ label, check }: { label: string; check: ConnectivityCheck | null }) {
  return (
    <li class="check" data-state={check?.state ?? "running"}>
      <p class="check-label">{label}</p>
      <p class="check-result">
        {check ? words.value.check.results[check.state] : words.value.check.checking}
        {(check?.state === "ok" || check?.state === "failed") && (
          <span class="check-time"> {check.ms} ms</span>
        )}
      </p>
      {check?.state === "failed" && (
        <p class="check-reason" lang="en">
          {check.reason}
        </p>
      )}
    </li>
  );
}
