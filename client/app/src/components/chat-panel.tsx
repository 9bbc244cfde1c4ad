import { useSignalEffect } from "@preact/signals";
import { Fragment } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { CloseIcon } from "rtchub-ui";
import type { Call } from "../state/call";
import { isPageVisible } from "../state/page-visibility";
import { words } from "../words";
import { ChatLine } from "./chat-line";
import { MessageForm } from "./message-form";

export function ChatPanel({ call }: { call: Call }) {
  const { chat, files } = call;
  const log = useRef<HTMLDivElement>(null);
  const entries = chat.entries.value;
  const say = words.value.chat;
  const scrollToEnd = () => log.current?.scrollTo({ top: log.current.scrollHeight });
  useLayoutEffect(scrollToEnd, [entries.length]);
  // A phone's keyboard takes half of the log: what was said last stays in sight.
  useLayoutEffect(() => {
    const observer = new ResizeObserver(scrollToEnd);
    if (log.current) observer.observe(log.current);
    return () => observer.disconnect();
  }, []);

  useSignalEffect(() => {
    if (isPageVisible.value) chat.read();
  });

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
    <aside class="chat" aria-label={say.title} onKeyDown={(event) => event.key === "Escape" && close()}>
      <header class="chat-header">
        <h2>{say.title}</h2>
        <button class="icon-button" type="button" aria-label={words.value.close} onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <div class="chat-log" role="log" aria-label={say.title} ref={log}>
        {entries.length === 0 && <p class="chat-note">{say.empty}</p>}
        {entries.map((entry) => (
          <Fragment key={entry.id}>
            {entry.id === chat.firstNewId.value && <p class="chat-new">{say.new}</p>}
            <ChatLine entry={entry} onRetry={(own) => chat.retry(own)} />
          </Fragment>
        ))}
      </div>
      <MessageForm
        onMessage={(text) => chat.send(text)}
        onFiles={(chosen) => files.send(chosen, "everyone")}
      />
    </aside>
  );
}
