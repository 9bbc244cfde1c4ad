import { useEffect, useRef } from "preact/hooks";
import type { ConnectivityCheck, ConnectivityReport } from "rtchub";
import type { AppState } from "../state/app-state";
import { CloseIcon } from "./icons";

const rows = [
  ["signaling", "Service"],
  ["stun", "Public address (STUN)"],
  ["turnUdp", "Relay over UDP (TURN)"],
  ["turnTcp", "Relay over TCP (TURN)"],
] as const satisfies readonly (readonly [keyof ConnectivityReport, string])[];

const words = { ok: "Works", failed: "Failed", not_configured: "Not set up", unknown: "Not known" } as const;

/** What works between this browser and the others, row by row, and what it means. */
export function ConnectionCheckPanel({ state }: { state: AppState }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);

  const { connectionCheck } = state;
  const report = connectionCheck.report.value;
  return (
    <dialog class="panel" ref={dialog} aria-labelledby="check-title" onClose={() => connectionCheck.close()}>
      <header class="panel-header">
        <h2 id="check-title">Your connection</h2>
        <button class="icon-button" type="button" aria-label="Close" onClick={() => dialog.current?.close()}>
          <CloseIcon />
        </button>
      </header>
      <ul class="checks" aria-busy={report === null}>
        {rows.map(([key, label]) => (
          <CheckRow key={key} label={label} check={report?.[key] ?? null} />
        ))}
      </ul>
      <p class="verdict" role="status">
        {report?.verdict ?? "Checking. This takes ten seconds at most."}
      </p>
      <button
        class="button"
        type="button"
        aria-disabled={report === null}
        onClick={() => report && void state.checkConnection()}
      >
        Check again
      </button>
    </dialog>
  );
}

function CheckRow({ label, check }: { label: string; check: ConnectivityCheck | null }) {
  return (
    <li class="check" data-state={check?.state ?? "running"}>
      <p class="check-label">{label}</p>
      <p class="check-result">
        {check ? words[check.state] : "Checking…"}
        {(check?.state === "ok" || check?.state === "failed") && (
          <span class="check-time"> {check.ms} ms</span>
        )}
      </p>
      {check?.state === "failed" && <p class="check-reason">{check.reason}</p>}
    </li>
  );
}
