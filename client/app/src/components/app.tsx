import { useSignalEffect } from "@preact/signals";
import type { AppState } from "../state/app-state";
import { CallScreen } from "./call-screen";
import { ConnectionCheckPanel } from "./connection-check-panel";
import { EndedScreen, RemovedScreen } from "./end-screens";
import { Lobby } from "./lobby";

export function App({ state }: { state: AppState }) {
  useSignalEffect(() => {
    document.title = pageTitle(state);
  });

  return (
    <>
      <Screen state={state} />
      {state.connectionCheck.isOpen.value && <ConnectionCheckPanel state={state} />}
    </>
  );
}

function Screen({ state }: { state: AppState }) {
  const screen = state.screen.value;
  switch (screen.name) {
    case "lobby":
      return <Lobby state={state} />;
    case "call":
      return (
        <CallScreen
          call={screen.call}
          link={state.link}
          onCheck={() => void state.checkConnection()}
          onLeave={() => void state.leave()}
        />
      );
    case "ended":
      return <EndedScreen state={state} lastedMs={screen.lastedMs} isAway={screen.isAway} />;
    case "removed":
      return <RemovedScreen state={state} reason={screen.reason} />;
  }
}

function pageTitle(state: AppState): string {
  const screen = state.screen.value;
  if (screen.name !== "call") return "RtcHub";
  const unread = screen.call.chat.unread.value;
  return `${unread > 0 ? `(${unread}) ` : ""}${screen.call.title} – RtcHub`;
}
