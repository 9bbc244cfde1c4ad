import { useSignal } from "@preact/signals";
import { longestMessage } from "../chat/chat-message";
import { words } from "../words";
import { FileButton } from "./file-button";
import { ClipIcon, SendIcon } from "./icons";

interface MessageFormProps {
  onMessage: (text: string) => void;
  onFiles: (files: File[]) => void;
}

export function MessageForm({ onMessage, onFiles }: MessageFormProps) {
  const draft = useSignal("");
  const { chat, files } = words.value;
  const submit = (event: Event) => {
    event.preventDefault();
    const text = draft.value.trim();
    if (text === "") return;
    onMessage(text);
    draft.value = "";
  };
  return (
    <form class="message-form" onSubmit={submit}>
      <FileButton look="icon-button" label={files.send} onFiles={onFiles}>
        <ClipIcon />
      </FileButton>
      <textarea
        id="message"
        aria-label={chat.message}
        placeholder={chat.placeholder}
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
      <button class="button primary send" type="submit" aria-label={chat.send}>
        <SendIcon />
      </button>
    </form>
  );
}
