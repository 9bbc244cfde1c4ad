import { useSignal } from "@preact/signals";
import { useCallback, useLayoutEffect } from "preact/hooks";
import { ToastStack } from "rtchub-ui";
import type { Call } from "../state/call";
import { words } from "../words";
import { CallControls } from "./call-controls";
import { CallHeader } from "./call-header";
import { ChatPanel } from "./chat-panel";
import { ConnectionDetails } from "./connection-details";
import { DropNote } from "./drop-note";
import { ScreenNote } from "./screen-note";
import { ShortcutsPanel } from "./shortcuts-panel";
import { ReactionsSaid } from "./tile-reactions";
import { useFileDrop } from "./use-file-drop";
import { useShortcuts } from "./use-shortcuts";
import { VideoGrid } from "./video-grid";

// From here on there is room enough to begin with an open chat.
const wide = "(min-width: 48rem)";

interface CallScreenProps {
  call: Call;
  link: string;
  onCheck: () => void;
  onLeave: () => void;
}

export function CallScreen({ call, link, onCheck, onLeave }: CallScreenProps) {
  useLayoutEffect(() => call.chat.show(matchMedia(wide).matches), [call]);
  const isHelpOpen = useSignal(false);
  const areDetailsOpen = useSignal(false);
  const openHelp = useCallback(() => {
    isHelpOpen.value = true;
  }, [isHelpOpen]);
  const openDetails = () => {
    areDetailsOpen.value = true;
  };
  useShortcuts(call, openHelp);
  useFileDrop(call);
  const soundBlocked = call.sound.blocked.value;
  return (
    <div class="call" data-chat={call.chat.open.value ? "open" : "closed"}>
      <CallHeader call={call} link={link} />
      <main class="stage" aria-label={words.value.call.label}>
        <VideoGrid call={call} link={link} onCheck={onCheck} />
        <ScreenNote screen={call.screen} />
        <DropNote call={call} />
        <ToastStack toasts={call.toasts} label={words.value.notices} dismissLabel={words.value.dismiss} />
        <ReactionsSaid reactions={call.reactions} />
        {soundBlocked && (
          <button class="button primary hear" type="button" onClick={() => call.sound.allow()}>
            {words.value.call.hear}
          </button>
        )}
      </main>
      {call.chat.open.value && <ChatPanel call={call} />}
      <CallControls
        call={call}
        onCheck={onCheck}
        onHelp={openHelp}
        onDetails={openDetails}
        onLeave={onLeave}
      />
      {areDetailsOpen.value && (
        <ConnectionDetails
          call={call}
          onClose={() => {
            areDetailsOpen.value = false;
          }}
        />
      )}
      {isHelpOpen.value && (
        <ShortcutsPanel
          canShareScreen={call.screen.isAvailable}
          onClose={() => {
            isHelpOpen.value = false;
          }}
        />
      )}
    </div>
  );
}
