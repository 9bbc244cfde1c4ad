import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { AppState } from "../state/app-state";
import { durationWords } from "../state/duration";
import { removal } from "../state/removal";
import { words } from "../words";
import { PageHeader } from "./page-header";

interface EndedScreenProps {
  state: AppState;
  lastedMs: number;
  isAway: boolean;
}

export function EndedScreen({ state, lastedMs, isAway }: EndedScreenProps) {
  const say = words.value.ended;
  const place = state.secret.value ? say.wasSealed : say.wasTopic(state.topic.value);
  const text = [
    ...(isAway ? [say.away] : []),
    say.lasted(durationWords(lastedMs)),
    say.devicesOff,
    place,
  ].join(" ");
  return (
    <EndScreen title={say.title} text={state.joining.value ? say.rejoining : text}>
      <RejoinButton state={state} />
      <button class="button large" type="button" onClick={() => state.startOver()}>
        {say.newCall}
      </button>
    </EndScreen>
  );
}

export function RemovedScreen({ state, reason }: { state: AppState; reason: string }) {
  const { title, text, mayRejoin } = removal(reason);
  const say = words.value.ended;
  return (
    <EndScreen title={title} text={state.joining.value ? say.rejoining : `${text} ${say.devicesOff}`}>
      {mayRejoin && <RejoinButton state={state} />}
      <button
        class={mayRejoin ? "button large" : "button primary large"}
        type="button"
        onClick={() => state.startOver()}
      >
        {say.back}
      </button>
    </EndScreen>
  );
}

function RejoinButton({ state }: { state: AppState }) {
  return (
    <button
      class="button primary large"
      type="button"
      aria-disabled={state.joining.value}
      onClick={() => void state.rejoin()}
    >
      {words.value.ended.rejoin}
    </button>
  );
}

interface EndScreenProps {
  title: string;
  text: string;
  /** What can be done now. */
  children: ComponentChildren;
}

function EndScreen({ title, text, children }: EndScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="lobby">
      <PageHeader />
      <main class="end">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="lead" role="status">
          {text}
        </p>
        <div class="end-buttons">{children}</div>
      </main>
    </div>
  );
}
