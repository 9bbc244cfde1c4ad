import { useEffect, useRef } from "preact/hooks";
import { LockIcon, LogoIcon } from "rtchub-ui";
import type { Call } from "../state/call";
import { copyLink } from "../state/copy-link";
import { words } from "../words";
import { LinkIcon, SealIcon } from "./icons";
import { LockButton } from "./lock-button";
import { ShareButton } from "./share-button";

export function CallHeader({ call, link }: { call: Call; link: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone: start reading at the new screen.
  useEffect(() => heading.current?.focus(), []);

  const { tone, text } = call.status.value;
  const lockNote = call.moderation.lockNote.value;
  return (
    <header class="call-header">
      <LogoIcon />
      <div class="call-title">
        <h1 ref={heading} tabIndex={-1}>
          {call.isSealed && <SealIcon />}
          {call.title}
        </h1>
        <p class="call-status" role="status" data-tone={tone}>
          {text}
        </p>
      </div>
      {lockNote && (
        <p class="lock-note" title={lockNote}>
          <LockIcon />
          <span aria-hidden="true">{words.value.moderation.locked}</span>
          <span class="visually-hidden">{lockNote}</span>
        </p>
      )}
      {call.moderation.mayModerate.value && <LockButton moderation={call.moderation} />}
      <button
        class="button copy-link"
        type="button"
        aria-label={words.value.call.copyLink}
        data-alone={call.peers.value.length === 0}
        onClick={async () => {
          const { copied, copyByHand } = words.value.call;
          call.say((await copyLink(link)) ? copied : copyByHand(link));
        }}
      >
        <LinkIcon />
        <span>{words.value.call.copyLink}</span>
      </button>
      <ShareButton link={link} />
    </header>
  );
}
