import { computed } from "@preact/signals";
import type { ChatEntry, OwnEntry } from "../chat/chat";
import { deliveryMark } from "../chat/delivery";
import { locale, words } from "../words";
import { FileLine } from "./file-line";
import { MessageText } from "./message-text";

interface ChatLineProps {
  entry: ChatEntry;
  onRetry: (entry: OwnEntry) => void;
}

export function ChatLine({ entry, onRetry }: ChatLineProps) {
  if (entry.kind === "note") return <p class="chat-note">{entry.text}</p>;
  const own = entry.kind === "own" || entry.kind === "sent-file";
  return (
    <div class="chat-line" data-kind={own ? "own" : "peer"}>
      <p class="chat-meta">
        <span class="chat-from">{whoOf(entry)}</span>{" "}
        <time dateTime={entry.at.toISOString()}>{clock.value.format(entry.at)}</time>
      </p>
      {entry.kind === "sent-file" && <FileLine files={entry.files} />}
      {entry.kind === "offered-file" && <FileLine files={[entry.file]} />}
      {(entry.kind === "own" || entry.kind === "peer") && <MessageText text={entry.text} />}
      {entry.kind === "own" && <DeliveryMark entry={entry} onRetry={onRetry} />}
    </div>
  );
}

function whoOf(entry: Exclude<ChatEntry, { kind: "note" }>): string {
  if (entry.kind === "peer") return entry.from;
  return entry.kind === "offered-file" ? entry.file.peerName : words.value.you;
}

function DeliveryMark({ entry, onRetry }: { entry: OwnEntry; onRetry: (entry: OwnEntry) => void }) {
  const mark = deliveryMark(entry.delivery);
  if (!mark) return null;
  return (
    <p class="chat-mark" data-sending={entry.delivery === null}>
      {mark}
      {entry.delivery && entry.missed.length > 0 && (
        <button class="link-button" type="button" onClick={() => onRetry(entry)}>
          {words.value.chat.again}
        </button>
      )}
    </p>
  );
}

const clock = computed(() => new Intl.DateTimeFormat(locale.value, { hour: "2-digit", minute: "2-digit" }));
