import { useComputed } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { AppState } from "../state/app-state";
import { topicFromLink } from "../state/topic";
import { TopicField } from "./topic-field";

interface JoinFormProps {
  state: AppState;
  formRef: RefObject<HTMLFormElement | null>;
}

export function JoinForm({ state, formRef }: JoinFormProps) {
  const problem = state.problem.value;
  const joining = state.joining.value;
  const invited = topicFromLink(location.href) !== "";
  const topicWrong = useComputed(() => (state.problem.value?.about === "topic" ? state.problem.value : null));

  useEffect(() => {
    if (problem?.about === "topic") formRef.current?.querySelector<HTMLElement>("#topic")?.focus();
  }, [problem, formRef]);

  return (
    <form
      class="join-form"
      ref={formRef}
      onSubmit={(event) => {
        event.preventDefault();
        void state.join();
      }}
    >
      <h1>{invited ? "Ready to join?" : "Start or join a call"}</h1>
      <p class="lead">
        {invited
          ? "Check your picture and your sound, then join."
          : "A topic is the name of your call: agree on one and meet there."}
      </p>
      <TopicField topic={state.topic} problem={topicWrong} />
      <div class="field">
        <label for="name">Your name</label>
        <input
          id="name"
          type="text"
          autocomplete="name"
          maxLength={40}
          placeholder="Guest"
          value={state.name.value}
          onInput={(event) => {
            state.name.value = event.currentTarget.value;
          }}
        />
      </div>
      {problem && problem.about !== "topic" && (
        <p class="problem" role="alert">
          {problem.text}
        </p>
      )}
      {problem?.about === "network" && (
        <button class="button" type="button" onClick={() => void state.checkConnection()}>
          Check my connection
        </button>
      )}
      <button id="join" class="button primary large" type="submit" aria-disabled={joining}>
        {joining ? "Joining…" : "Join"}
      </button>
    </form>
  );
}
