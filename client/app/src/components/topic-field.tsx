import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import type { JoinProblem } from "../state/join-problem";
import { suggestTopic } from "../state/topic-suggestion";
import { words } from "../words";

interface TopicFieldProps {
  topic: Signal<string>;
  problem: ReadonlySignal<JoinProblem | null>;
  onSeal: () => void;
}

export function TopicField({ topic, problem, onSeal }: TopicFieldProps) {
  const suggestion = useSignal(suggestTopic());
  const wrong = problem.value;
  const { lobby } = words.value;
  return (
    <div class="field">
      <label for="topic">{lobby.topic}</label>
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
            {lobby.newCall}{" "}
            <button
              class="link-button"
              type="button"
              onClick={() => {
                topic.value = suggestion.value;
                document.getElementById("name")?.focus();
              }}
            >
              {lobby.useTopic(suggestion.value)}
            </button>{" "}
            {lobby.or}{" "}
            <button class="link-button" type="button" onClick={onSeal}>
              {lobby.seal}
            </button>
          </p>
        ) : (
          !wrong && <p>{lobby.topicHint}</p>
        )}
      </div>
    </div>
  );
}
