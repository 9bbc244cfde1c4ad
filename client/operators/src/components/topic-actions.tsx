import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { LockIcon, Question, UnlockIcon } from "rtchub-ui";
import type { TopicSummary } from "../api/shapes";
import type { OperatorsState } from "../state/operators-state";

const lockTimes: readonly [words: string, seconds: number | null][] = [
  ["until it is unlocked", null],
  ["for ten minutes", 600],
  ["for an hour", 3_600],
  ["for a day", 86_400],
];

interface TopicActionsProps {
  state: OperatorsState;
  topic: TopicSummary;
}

/** What an operator does with a whole topic. */
export function TopicActions(props: TopicActionsProps) {
  const id = useId();
  return (
    <section class="card actions" aria-labelledby={id}>
      <h2 id={id}>Actions</h2>
      <Lock {...props} />
      <Notice {...props} />
      <Close {...props} />
    </section>
  );
}

function Lock({ state, topic: { topic, locked } }: TopicActionsProps) {
  const id = useId();
  const seconds = useSignal<number | null>(null);
  if (locked)
    return (
      <div class="action">
        <p>Nobody gets in, moderators neither. Who is in stays in.</p>
        <button class="button" type="button" onClick={() => void state.unlock(topic)}>
          <UnlockIcon /> Unlock
        </button>
      </div>
    );
  return (
    <div class="action">
      <div class="field">
        <label for={id}>Let nobody in</label>
        <span class="select">
          <select
            id={id}
            value={String(seconds.value)}
            onChange={(event) => {
              seconds.value = lockTimes[event.currentTarget.selectedIndex]?.[1] ?? null;
            }}
          >
            {lockTimes.map(([words, value]) => (
              <option key={words} value={String(value)}>
                {words}
              </option>
            ))}
          </select>
        </span>
      </div>
      <button class="button" type="button" onClick={() => void state.lock(topic, seconds.value)}>
        <LockIcon /> Lock
      </button>
    </div>
  );
}

function Notice({ state, topic: { topic, peerCount } }: TopicActionsProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <form
      class="action"
      onSubmit={(event) => {
        event.preventDefault();
        const text = input.current?.value.trim() ?? "";
        if (text === "" || !input.current) return;
        input.current.value = "";
        void state.sendNotice(topic, text);
      }}
    >
      <div class="field">
        <label for={id}>Notice to everybody who is in</label>
        <input id={id} ref={input} maxLength={500} autocomplete="off" required />
      </div>
      <button class="button" type="submit" disabled={peerCount === 0}>
        Send
      </button>
    </form>
  );
}

function Close({ state, topic: { topic, peerCount } }: TopicActionsProps) {
  const asking = useSignal(false);
  const lockFirst = useSignal(false);
  return (
    <div class="action">
      <p>Closing removes everybody. Who comes next begins the topic anew.</p>
      <button
        class="button danger"
        type="button"
        disabled={peerCount === 0}
        onClick={() => {
          asking.value = true;
        }}
      >
        Close…
      </button>
      {asking.value && (
        <Question
          title={`Close “${topic}”?`}
          no="Keep it open"
          yes="Close"
          onYes={() => void state.close(topic, lockFirst.value)}
          onClose={() => {
            asking.value = false;
          }}
        >
          <p>Everybody who is in is removed.</p>
          <label class="tick">
            <input
              type="checkbox"
              checked={lockFirst.value}
              onChange={(event) => {
                lockFirst.value = event.currentTarget.checked;
              }}
            />
            Lock it first, so that nobody comes back
          </label>
        </Question>
      )}
    </div>
  );
}
