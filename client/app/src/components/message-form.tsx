import { useSignal } from "@preact/signals";
import { longestMessage } from "../chat/chat-message";
import { SendIcon } from "./icons";

export function MessageForm({ onMessage }: { onMessage: (text: string) => void }) {
  const draft = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    const text = draft.value.trim();
    if (text === "") return;
    onMessage(text);
    draft.value = "";
  };
  return (
    <form class="message-form" onSubmit={submit}>
      <textarea
        id="message"
        aria-label="Message"
        placeholder="Write a message"
        rows={1}
        maxLength={longestMessage}
        value={draft.value}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          // Enter that ends the composition of a character (Japanese, Chinese …) does not send.
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
        }}
      />
      <button class="button primary send" type="submit" aria-label="Send">
        <SendIcon />
      </button>
    </form>
  );
}
