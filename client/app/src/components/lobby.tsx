import { useEffect, useRef } from "preact/hooks";
import type { AppState } from "../state/app-state";
import { Brand } from "./brand";
import { DeviceChoices } from "./device-choices";
import { JoinForm } from "./join-form";
import { Preview } from "./preview";

/** The first screen: a topic, a name, and a look at yourself before the others see you. */
export function Lobby({ state }: { state: AppState }) {
  const form = useRef<HTMLFormElement>(null);

  // The first thing still to be filled in; with nothing missing, the button that joins.
  useEffect(() => {
    const isPlaceKnown = state.topic.peek() !== "" || state.secret.peek() !== "";
    const missing = !isPlaceKnown ? "#topic" : state.name.peek() === "" ? "#name" : "#join";
    form.current?.querySelector<HTMLElement>(missing)?.focus();
  }, [state]);

  return (
    <div class="lobby">
      <header class="lobby-header">
        <Brand />
      </header>
      <main class="lobby-main">
        <Preview media={state.media} />
        <JoinForm state={state} formRef={form} />
        <DeviceChoices media={state.media} />
      </main>
      <footer class="lobby-footer">Video, sound and chat are encrypted from browser to browser.</footer>
    </div>
  );
}
