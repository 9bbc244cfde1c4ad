import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { AppState } from "../state/app-state";
import { removal } from "../state/removal";
import { Brand } from "./brand";

export function EndedScreen({ state }: { state: AppState }) {
  const joining = state.joining.value;
  return (
    <EndScreen title="You left the call">
      <p class="lead" role="status">
        {joining
          ? "Joining again…"
          : `Your camera and microphone are off. ${state.secret.value ? "It was a sealed call." : `The topic was “${state.topic.value}”.`}`}
      </p>
      <div class="end-buttons">
        <button
          class="button primary large"
          type="button"
          aria-disabled={joining}
          onClick={() => void state.rejoin()}
        >
          Rejoin
        </button>
        <button class="button large" type="button" onClick={() => state.startOver()}>
          New call
        </button>
      </div>
    </EndScreen>
  );
}

export function RemovedScreen({ state, reason }: { state: AppState; reason: string }) {
  const { title, text } = removal(reason);
  return (
    <EndScreen title={title}>
      <p class="lead" role="status">
        {text} Your camera and microphone are off.
      </p>
      <div class="end-buttons">
        <button class="button primary large" type="button" onClick={() => state.startOver()}>
          Back to the start
        </button>
      </div>
    </EndScreen>
  );
}

function EndScreen({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="lobby">
      <header class="lobby-header">
        <Brand />
      </header>
      <main class="end">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </main>
    </div>
  );
}
