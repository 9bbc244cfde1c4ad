import { useLayoutEffect, useRef } from "preact/hooks";
import type { Chat } from "../chat/chat";
import { ChatLine } from "./chat-line";
import { CloseIcon } from "./icons";
import { MessageForm } from "./message-form";

export function ChatPanel({ chat }: { chat: Chat }) {
  const log = useRef<HTMLDivElement>(null);
  const entries = chat.entries.value;
  useLayoutEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [entries.length]);

  // Opened by its button: go on writing, unless that would make a phone's keyboard jump up.
  useLayoutEffect(() => {
    const byButton = document.activeElement?.id === "chat-button";
    if (byButton && matchMedia("(pointer: fine)").matches) document.getElementById("message")?.focus();
  }, []);

  const close = () => {
    chat.show(false);
    document.getElementById("chat-button")?.focus();
  };
  return (
    <aside class="chat" aria-label="Chat" onKeyDown={(event) => event.key === "Escape" && close()}>
      <header class="chat-header">
        <h2>Chat</h2>
        <button class="icon-button" type="button" aria-label="Close" onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <div class="chat-log" role="log" aria-label="Chat" ref={log}>
        {entries.length === 0 && (
          <p class="chat-note">What you write goes only to the people in the call. Nothing is stored.</p>
        )}
        {entries.map((entry) => (
          <ChatLine key={entry.id} entry={entry} onRetry={(own) => chat.retry(own)} />
        ))}
      </div>
      <MessageForm onMessage={(text) => chat.send(text)} />
    </aside>
  );
}
