import { plural } from "../state/format";
import type { OperatorsState } from "../state/operators-state";
import { overviewLink } from "../state/route";
import { Heading } from "./heading";
import { LockNote } from "./lock-note";
import { MeshGraph } from "./mesh-graph";
import { PeerTable } from "./peer-table";
import { TopicActions } from "./topic-actions";

/** One topic: who is in, on which nodes, and what can be done about it. */
export function TopicScreen({ state, name }: { state: OperatorsState; name: string }) {
  const topic = state.topic.value;
  return (
    <>
      <nav aria-label="Way back">
        <a href={overviewLink}>← The service</a>
      </nav>
      <Heading text={name} />
      {topic && (
        <>
          <p class="lead topic-facts">
            {plural(topic.summary.peerCount, "peer", "peers")} on{" "}
            {plural(topic.summary.nodes.length, "node", "nodes")}
            {topic.summary.locked && <LockNote until={topic.summary.lockedUntil} />}
          </p>
          <div class="topic-panes">
            <MeshGraph peers={topic.peers} />
            <TopicActions state={state} topic={topic.summary} />
          </div>
          <PeerTable state={state} topic={topic} />
        </>
      )}
    </>
  );
}
