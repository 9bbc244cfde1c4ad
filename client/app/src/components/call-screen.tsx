import { useLayoutEffect } from "preact/hooks";
import type { Call } from "../state/call";
import { CallControls } from "./call-controls";
import { CallHeader } from "./call-header";
import { ChatPanel } from "./chat-panel";
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
  const soundBlocked = call.sound.blocked.value;
  return (
    <div class="call" data-chat={call.chat.open.value ? "open" : "closed"}>
      <CallHeader call={call} link={link} />
      <main class="stage" aria-label="Call">
        <VideoGrid call={call} link={link} onCheck={onCheck} />
        {soundBlocked && (
          <button class="button primary hear" type="button" onClick={() => call.sound.allow()}>
            Click to hear
          </button>
        )}
      </main>
      {call.chat.open.value && <ChatPanel chat={call.chat} />}
      <CallControls call={call} onLeave={onLeave} />
    </div>
  );
}
