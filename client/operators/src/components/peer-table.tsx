import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Question, RemoveIcon, Scroller } from "rtchub-ui";
import type { Peer, WatchedTopic } from "../api/shapes";
import { formatDate, formatFigure, shortId } from "../state/format";
import type { OperatorsState } from "../state/operators-state";
import { nameOf, stateOf } from "../state/peer-name";

const pageLength = 50;

/** Who is in, in the order of their joining. */
export function PeerTable({
  state,
  topic: { summary, peers, hasMore },
}: {
  state: OperatorsState;
  topic: WatchedTopic;
}) {
  const id = useId();
  const shown = useSignal(pageLength);
  const asked = useSignal<Peer | null>(null);
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>Peers</h2>
      {peers.length === 0 && <p class="hint">Nobody is in.</p>}
      {peers.length > 0 && (
        <Scroller label="Table of peers">
          <table class="details">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">State</th>
                <th scope="col">Node</th>
                <th scope="col">May</th>
                <th scope="col">Joined</th>
                <th scope="col">User</th>
                <th scope="col">Peer id</th>
                <td class="acts" />
              </tr>
            </thead>
            <tbody>
              {peers.slice(0, shown.value).map((peer) => (
                <PeerRow
                  key={peer.peerId}
                  peer={peer}
                  onRemove={() => {
                    asked.value = peer;
                  }}
                />
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {peers.length > shown.value && (
        <button
          class="button small"
          type="button"
          onClick={() => {
            shown.value += pageLength;
          }}
        >
          Show more
        </button>
      )}
      {hasMore && (
        <p class="hint">
          The first {formatFigure("count", peers.length)} of {formatFigure("count", summary.peerCount)}.
        </p>
      )}
      {asked.value && (
        <RemoveQuestion
          peer={asked.value}
          topic={summary.topic}
          state={state}
          onClose={() => {
            asked.value = null;
          }}
        />
      )}
    </section>
  );
}

function PeerRow({ peer, onRemove }: { peer: Peer; onRemove: () => void }) {
  return (
    <tr>
      <th scope="row">{nameOf(peer)}</th>
      <td>
        <span class="state" data-state={peer.isInterrupted ? "draining" : "ready"}>
          {stateOf(peer)}
        </span>
      </td>
      <td title={peer.nodeId}>{shortId(peer.nodeId)}</td>
      <td>{peer.grants.length > 0 ? peer.grants.join(", ") : "only look"}</td>
      <td>{formatDate(peer.joinedAt)}</td>
      <td>{peer.userId ?? "–"}</td>
      <td>{peer.peerId}</td>
      <td class="acts">
        <button class="button small" type="button" aria-label={`Remove ${nameOf(peer)}`} onClick={onRemove}>
          <RemoveIcon /> Remove
        </button>
      </td>
    </tr>
  );
}

interface RemoveQuestionProps {
  peer: Peer;
  topic: string;
  state: OperatorsState;
  onClose: () => void;
}

function RemoveQuestion({ peer, topic, state, onClose }: RemoveQuestionProps) {
  const name = nameOf(peer);
  return (
    <Question
      title={`Remove ${name}?`}
      no="Keep"
      yes="Remove"
      onYes={() => void state.removePeer(topic, peer.peerId, name)}
      onClose={onClose}
    >
      <p>They are told, and are out of the call. They may come back unless the topic is locked.</p>
    </Question>
  );
}
