import { useComputed } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { AppState } from "../state/app-state";
import { secretFromLink } from "../state/sealed-link";
import { topicFromLink } from "../state/topic";
import { words } from "../words";
import { SealedNote } from "./sealed-note";
import { TopicField } from "./topic-field";

interface JoinFormProps {
  state: AppState;
  formRef: RefObject<HTMLFormElement | null>;
}

export function JoinForm({ state, formRef }: JoinFormProps) {
  const problem = state.problem.value;
  const joining = state.joining.value;
  const { lobby } = words.value;
  const sealed = state.secret.value !== "";
  const invited = topicFromLink(location.href) !== "" || secretFromLink(location.href) !== "";
  const topicWrong = useComputed(() => (state.problem.value?.about === "topic" ? state.problem.value : null));

  useEffect(() => {
    if (problem?.about === "topic") formRef.current?.querySelector<HTMLElement>("#topic")?.focus();
  }, [problem, formRef]);

  // The button that was pressed is gone: go on at what has come for it.
  const wasSealed = useRef(sealed);
  useEffect(() => {
    if (sealed !== wasSealed.current)
      formRef.current?.querySelector<HTMLElement>(sealed ? "#sealed-title" : "#topic")?.focus();
    wasSealed.current = sealed;
  }, [sealed, formRef]);

  return (
    <form
      class="join-form"
      ref={formRef}
      onSubmit={(event) => {
        event.preventDefault();
        void state.join();
      }}
    >
      <h1>{invited ? lobby.titleInvited : lobby.title}</h1>
      <p class="lead">{lead(invited, sealed)}</p>
      {sealed ? (
        <SealedNote onUnseal={invited ? null : () => state.unseal()} />
      ) : (
        <TopicField topic={state.topic} problem={topicWrong} onSeal={() => state.seal()} />
      )}
      <div class="field">
        <label for="name">{lobby.yourName}</label>
        <input
          id="name"
          type="text"
          autocomplete="name"
          maxLength={40}
          placeholder={words.value.guest}
          value={state.name.value}
          onInput={(event) => {
            state.name.value = event.currentTarget.value;
          }}
        />
      </div>
      {problem && (sealed || problem.about !== "topic") && (
        <p class="problem" role="alert">
          {problem.text}
        </p>
      )}
      {problem?.about === "network" && (
        <button class="button" type="button" onClick={() => void state.checkConnection()}>
          {words.value.checkConnection}
        </button>
      )}
      <button id="join" class="button primary large" type="submit" aria-disabled={joining}>
        {joining ? lobby.joining : lobby.join}
      </button>
    </form>
  );
}

function lead(invited: boolean, sealed: boolean): string {
  const say = words.value.lobby;
  if (invited) return say.leadInvited;
  return sealed ? say.leadSealed : say.lead;
}
