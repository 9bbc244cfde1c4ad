import type { ChatEntry, OwnEntry } from "../chat/chat";
import { deliveryMark } from "../chat/delivery";

interface ChatLineProps {
  entry: ChatEntry;
  onRetry: (entry: OwnEntry) => void;
}

export function ChatLine({ entry, onRetry }: ChatLineProps) {
  if (entry.kind === "note") return <p class="chat-note">{entry.text}</p>;
  const own = entry.kind === "own";
  return (
    <div class="chat-line" data-kind={entry.kind}>
      <p class="chat-meta">
        <span class="chat-from">{own ? "You" : entry.from}</span>{" "}
        <time dateTime={entry.at.toISOString()}>{clock.format(entry.at)}</time>
      </p>
      <p class="chat-text">{entry.text}</p>
      {own && <DeliveryMark entry={entry} onRetry={onRetry} />}
    </div>
  );
}

function DeliveryMark({ entry, onRetry }: { entry: OwnEntry; onRetry: (entry: OwnEntry) => void }) {
  const mark = deliveryMark(entry.delivery);
  if (!mark) return null;
  return (
    <p class="chat-mark">
      {mark}
      {entry.missed.length > 0 && (
        <button class="link-button" type="button" onClick={() => onRetry(entry)}>
          Try again
        </button>
      )}
    </p>
  );
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
