import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { Problem } from "../api/problem";
import type { OperatorsState } from "../state/operators-state";

/** Asks for the key that everything else needs. */
export function KeyForm({ state }: { state: OperatorsState }) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const refusal = state.refusal.value;
  useLayoutEffect(() => input.current?.focus(), [refusal]);
  return (
    <form
      class="key-form card"
      onSubmit={(event) => {
        event.preventDefault();
        const key = input.current?.value.trim() ?? "";
        if (key !== "") state.enter(key);
      }}
    >
      <h1>The service at work</h1>
      <p class="lead">Nodes, topics and peers, live. It is for whoever has the management key.</p>
      <div class="field">
        <label for={id}>Management key</label>
        <input
          id={id}
          ref={input}
          type="password"
          autocomplete="off"
          required
          aria-invalid={refusal !== null}
          aria-describedby={`${id}-hint ${id}-problem`}
        />
        <p class="hint" id={`${id}-hint`}>
          RtcHub:Management:Key of this node. This tab keeps it until it is closed.
        </p>
      </div>
      <p class="problem" id={`${id}-problem`} role="alert">
        {refusal && wordsFor(refusal)}
      </p>
      <button class="button primary" type="submit">
        Show the service
      </button>
    </form>
  );
}

function wordsFor({ status, message }: Problem): string {
  return status === 401 ? "This is not the management key of this node." : message;
}
