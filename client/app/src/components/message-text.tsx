import { textParts } from "../chat/text-parts";

/** A message as text whose links can be followed; where they lead learns nothing of this page. */
export function MessageText({ text }: { text: string }) {
  return (
    <p class="chat-text">
      {textParts(text).map(({ text, href }, place) =>
        href ? (
          <a key={place} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {text}
          </a>
        ) : (
          text
        ),
      )}
    </p>
  );
}
