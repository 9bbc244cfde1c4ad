import { useSignalEffect } from "@preact/signals";
import type { Call } from "../state/call";
import { ChatIcon, LeaveIcon } from "./icons";
import { LockButton } from "./lock-button";
import { CameraButton, MicrophoneButton } from "./media-buttons";

export function CallControls({ call, onLeave }: { call: Call; onLeave: () => void }) {
  const { chat, media, moderation } = call;
  // A device that fails during the call (or cannot be had) is said, not only drawn.
  useSignalEffect(() => {
    if (media.isBroken.value) call.say(media.status.value);
  });
  const unread = chat.unread.value;
  return (
    <section class="controls" aria-label="Call controls">
      <MicrophoneButton microphone={media.microphone} />
      <CameraButton camera={media.camera} />
      <button
        id="chat-button"
        class="control"
        type="button"
        aria-label={unread > 0 ? `Chat, ${unread} unread` : "Chat"}
        aria-expanded={chat.open.value}
        onClick={() => chat.show(!chat.open.value)}
      >
        <ChatIcon />
        <span class="control-label">Chat</span>
        {unread > 0 && <span class="badge">{unread}</span>}
      </button>
      {moderation.mayModerate.value && <LockButton moderation={moderation} />}
      <button class="control leave" type="button" aria-label="Leave" onClick={onLeave}>
        <LeaveIcon />
        <span class="control-label">Leave</span>
      </button>
    </section>
  );
}
