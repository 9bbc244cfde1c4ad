import { useEffect, useRef } from "preact/hooks";
import type { Call } from "../state/call";
import { LinkIcon, LockIcon, LogoIcon, SealIcon } from "./icons";

export function CallHeader({ call, link }: { call: Call; link: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone: start reading at the new screen.
  useEffect(() => heading.current?.focus(), []);

  const { tone, text } = call.status.value;
  const notice = call.notice.value;
  const lockNote = call.moderation.lockNote.value;
  return (
    <header class="call-header">
      <LogoIcon />
      <div class="call-title">
        <h1 ref={heading} tabIndex={-1}>
          {call.isSealed && <SealIcon />}
          {call.title}
        </h1>
        <p class="call-status" role="status" data-tone={notice ? "calm" : tone}>
          {notice ?? text}
        </p>
      </div>
      {lockNote && (
        <p class="lock-note" title={lockNote}>
          <LockIcon />
          <span aria-hidden="true">Locked</span>
          <span class="visually-hidden">{lockNote}</span>
        </p>
      )}
      <button
        class="button copy-link"
        type="button"
        aria-label="Copy link"
        data-alone={call.peers.value.length === 0}
        onClick={async () => call.say(await copy(link))}
      >
        <LinkIcon />
        <span>Copy link</span>
      </button>
    </header>
  );
}

/** Copies, and says what came of it: pages without https:// have no clipboard. */
async function copy(link: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(link);
    return "Link copied. Send it to whoever should join.";
  } catch {
    return `Copy this link by hand: ${link}`;
  }
}
