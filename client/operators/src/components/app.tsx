import { ToastStack } from "rtchub-ui";
import type { OperatorsState } from "../state/operators-state";
import { openTopic } from "../state/route";
import { FeedNote } from "./feed-note";
import { KeyForm } from "./key-form";
import { Overview } from "./overview";
import { PageHeader } from "./page-header";
import { TopicScreen } from "./topic-screen";

export function App({ state }: { state: OperatorsState }) {
  const session = state.session.value;
  const topic = openTopic.value;
  return (
    <>
      <PageHeader state={state} />
      {session && <FeedNote feed={session.feed} />}
      <main>
        {!session && <KeyForm state={state} />}
        {session && topic === null && <Overview state={state} topics={session.topics} />}
        {session && topic !== null && <TopicScreen key={topic} state={state} name={topic} />}
        <ToastStack toasts={state.toasts} label="Notices" dismissLabel="Dismiss" />
      </main>
    </>
  );
}
