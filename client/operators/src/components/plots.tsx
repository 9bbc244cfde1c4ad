import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { figures } from "../state/figures";
import { shortId } from "../state/format";
import type { History } from "../state/history";
import { Plot } from "./plot";

/** The last five minutes of the service, or of one node. */
export function Plots({ history }: { history: History }) {
  const id = useId();
  const chosen = useSignal("");
  const samples = history.samples.value;
  const nodes = samples.at(-1)?.nodes ?? [];
  // One that has ended has nothing more to plot.
  const nodeId = nodes.some((node) => node.nodeId === chosen.value) ? chosen.value : null;
  return (
    <section aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>Last five minutes</h2>
        <span class="select choice">
          <select
            aria-label="Nodes to plot"
            value={nodeId ?? ""}
            onChange={(event) => {
              chosen.value = event.currentTarget.value;
            }}
          >
            <option value="">All nodes</option>
            {nodes.map((node) => (
              <option key={node.nodeId} value={node.nodeId}>
                Node {shortId(node.nodeId)}
              </option>
            ))}
          </select>
        </span>
      </div>
      <div class="plots">
        {figures.map((figure) => (
          <Plot key={figure.title} figure={figure} samples={samples} nodeId={nodeId} />
        ))}
      </div>
    </section>
  );
}
