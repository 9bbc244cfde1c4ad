import { useEffect, useRef } from "preact/hooks";
import type { AppState } from "../state/app-state";
import { words } from "../words";
import { DeviceChoices } from "./device-choices";
import { JoinForm } from "./join-form";
import { PageHeader } from "./page-header";
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
      <PageHeader />
      <main class="lobby-main">
        <Preview media={state.media} />
        <JoinForm state={state} formRef={form} />
        <DeviceChoices media={state.media} />
      </main>
      <footer class="lobby-footer">{words.value.lobby.footer}</footer>
    </div>
  );
}
