import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Question, Scroller } from "rtchub-ui";
import type { NodeStatus } from "../api/shapes";
import { formatBytes, formatClock, formatDate, formatDuration, formatFigure, shortId } from "../state/format";
import type { OperatorsState } from "../state/operators-state";

/** The nodes, and those that have ended since this page is open. */
export function NodeTable({ state }: { state: OperatorsState }) {
  const id = useId();
  const asked = useSignal<NodeStatus | null>(null);
  const { self, nodes } = state.nodes.value ?? { self: "", nodes: [] };
  const now = state.history.samples.value.at(-1)?.at ?? 0;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>Nodes</h2>
      <Scroller label="Table of nodes">
        <table class="details">
          <thead>
            <tr>
              <th scope="col">Node</th>
              <th scope="col">State</th>
              <th scope="col">Up for</th>
              <th scope="col">Version</th>
              <th scope="col">Connections</th>
              <th scope="col">Sessions</th>
              <th scope="col">Topics</th>
              <th scope="col">Processor</th>
              <th scope="col">Memory</th>
              <th scope="col">Signals</th>
              <th scope="col">Refusals</th>
              <th scope="col">Handshakes</th>
              <td class="acts" />
            </tr>
          </thead>
          <tbody>
            {nodes.map((node) => (
              <tr key={node.nodeId}>
                <th scope="row" title={node.nodeId}>
                  {shortId(node.nodeId)}
                  {node.nodeId === self && <span class="mark">answers</span>}
                </th>
                <td>
                  <State node={node} />
                </td>
                <td class="number" title={formatDate(node.startedAt)}>
                  {formatDuration(now - node.startedAt)}
                </td>
                <td>{node.version}</td>
                <td class="number">{formatFigure("count", node.connections)}</td>
                <td class="number">{formatFigure("count", node.sessions)}</td>
                <td class="number">{formatFigure("count", node.topics)}</td>
                <td class="number">{formatFigure("share", node.cpuShare)}</td>
                <td class="number">{formatBytes(node.memoryBytes)}</td>
                <td class="number">{formatFigure("perSecond", node.rates?.signalsPerSecond ?? null)}</td>
                <td class="number">{formatFigure("perSecond", node.rates?.refusalsPerSecond ?? null)}</td>
                <td class="number">{handshakesOf(node)}</td>
                <td class="acts">
                  {!node.draining && (
                    <button
                      class="button small"
                      type="button"
                      aria-label={`Drain node ${shortId(node.nodeId)}`}
                      onClick={() => {
                        asked.value = node;
                      }}
                    >
                      Drain
                    </button>
                  )}
                </td>
              </tr>
            ))}
            {state.history.gone.value.map(({ node, at }) => (
              <tr key={node.nodeId} class="gone">
                <th scope="row" title={node.nodeId}>
                  {shortId(node.nodeId)}
                </th>
                <td colSpan={12}>
                  {node.draining ? "Drained, ended" : "Gone without a drain"} at {formatClock(at)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {asked.value && (
        <DrainQuestion
          node={asked.value}
          isAnswering={asked.value.nodeId === self}
          state={state}
          onClose={() => {
            asked.value = null;
          }}
        />
      )}
    </section>
  );
}

function State({ node }: { node: NodeStatus }) {
  if (node.draining)
    return (
      <span class="state" data-state="draining">
        Draining
      </span>
    );
  if (node.ready)
    return (
      <span class="state" data-state="ready">
        Ready
      </span>
    );
  return (
    <span class="state" data-state="unready">
      Not ready: {node.reasons.join(", ")}
    </span>
  );
}

function handshakesOf({ rates }: NodeStatus): string {
  if (rates?.connected == null) return formatFigure("ms", null);
  const failed = rates.failed ? `, ${rates.failed} failed` : "";
  return `${formatFigure("ms", rates.medianMs)}${failed}`;
}

interface DrainQuestionProps {
  node: NodeStatus;
  /** This page comes from it. */
  isAnswering: boolean;
  state: OperatorsState;
  onClose: () => void;
}

function DrainQuestion({ node, isAnswering, state, onClose }: DrainQuestionProps) {
  const name = shortId(node.nodeId);
  return (
    <Question
      title={`Drain node ${name}?`}
      no="Keep it"
      yes="Drain"
      onYes={() => void state.drain(node.nodeId, name)}
      onClose={onClose}
    >
      <p>It hands its clients to the other nodes, and its process ends. Calls do not notice.</p>
      {isAnswering && <p>This page comes from it: open the page of another node to go on.</p>}
    </Question>
  );
}
