import { useSignalEffect } from "@preact/signals";
import type { Call } from "../state/call";
import { words } from "../words";
import { CameraMenu, SoundMenu } from "./device-menu";
import { HandButton } from "./hand-button";
import { ChatIcon, LeaveIcon } from "./icons";
import { CameraButton, MicrophoneButton } from "./media-buttons";
import { MoreMenu } from "./more-menu";
import { ReactionMenu } from "./reaction-menu";
import { ScreenButton } from "./screen-button";

interface CallControlsProps {
  call: Call;
  onCheck: () => void;
  onDetails: () => void;
  onHelp: () => void;
  onLeave: () => void;
}

export function CallControls({ call, onCheck, onDetails, onHelp, onLeave }: CallControlsProps) {
  const { chat, media } = call;
  // A device that fails during the call (or cannot be had) is said, not only drawn.
  useSignalEffect(() => {
    if (media.isBroken.value) call.say(media.status.value);
  });
  const unread = chat.unread.value;
  const say = words.value.call;
  return (
    <section class="controls" aria-label={say.controls}>
      <div class="control-row">
        <div class="control-group">
          <MicrophoneButton microphone={media.microphone} />
          <SoundMenu media={media} />
        </div>
        <div class="control-group">
          <CameraButton camera={media.camera} />
          <CameraMenu media={media} />
        </div>
        <ScreenButton screen={call.screen} />
        <HandButton hands={call.hands} />
        <ReactionMenu call={call} />
        <button
          id="chat-button"
          class="control"
          type="button"
          aria-label={unread > 0 ? words.value.chat.unread(unread) : words.value.chat.title}
          aria-expanded={chat.open.value}
          onClick={() => chat.show(!chat.open.value)}
        >
          <ChatIcon />
          <span class="control-label">{words.value.chat.title}</span>{" "}
          {unread > 0 && <span class="badge">{unread}</span>}
        </button>
        <MoreMenu call={call} onCheck={onCheck} onDetails={onDetails} onHelp={onHelp} />
        <button class="control leave" type="button" aria-label={say.leave} onClick={onLeave}>
          <LeaveIcon />
          <span class="control-label">{say.leave}</span>
        </button>
      </div>
    </section>
  );
}
