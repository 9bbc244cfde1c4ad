import type { OperatorsState } from "../state/operators-state";
import type { TopicList } from "../state/topic-list";
import { Heading } from "./heading";
import { NodeTable } from "./node-table";
import { Plots } from "./plots";
import { TopicSearch } from "./topic-search";

export function Overview({ state, topics }: { state: OperatorsState; topics: TopicList }) {
  return (
    <>
      <Heading text="The service now" />
      <NodeTable state={state} />
      <Plots history={state.history} />
      <TopicSearch topics={topics} />
    </>
  );
}
