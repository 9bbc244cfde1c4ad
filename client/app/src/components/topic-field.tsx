import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import type { JoinProblem } from "../state/join-problem";
import { suggestTopic } from "../state/topic-suggestion";

interface TopicFieldProps {
  topic: Signal<string>;
  problem: ReadonlySignal<JoinProblem | null>;
  onSeal: () => void;
}

export function TopicField({ topic, problem, onSeal }: TopicFieldProps) {
  const suggestion = useSignal(suggestTopic());
  const wrong = problem.value;
  return (
    <div class="field">
      <label for="topic">Topic</label>
      <input
        id="topic"
        type="text"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={128}
        aria-invalid={wrong !== null}
        aria-describedby="topic-hint"
        value={topic.value}
        onInput={(event) => {
          topic.value = event.currentTarget.value;
        }}
      />
      <div id="topic-hint" class="hint">
        {wrong && <p class="problem">{wrong.text}</p>}
        {topic.value === "" ? (
          <p>
            New call?{" "}
            <button
              class="link-button"
              type="button"
              onClick={() => {
                topic.value = suggestion.value;
                document.getElementById("name")?.focus();
              }}
            >
              Use {suggestion.value}
            </button>{" "}
            or{" "}
            <button class="link-button" type="button" onClick={onSeal}>
              make a sealed call
            </button>
          </p>
        ) : (
          !wrong && <p>Everyone who enters this topic is in the same call.</p>
        )}
      </div>
    </div>
  );
}
