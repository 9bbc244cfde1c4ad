/** A piece of a message: plain text, or a link that may be followed. */
export interface TextPart {
  text: string;
  /** Null for plain text. */
  href: string | null;
}

const candidate = /https?:\/\/[^\s<>"]+/gi;
const trailing = /[.,;:!?'’”»…*_)\]}]$/;
const openers: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** Cuts a message into text and http(s) links; nothing else ever becomes a link. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(candidate)) {
    const link = withoutTrailing(match[0]);
    const href = safeHref(link);
    if (href === null) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** The punctuation after a link is the sentence's; a bracket is the link's own when it was opened in it. */
function withoutTrailing(link: string): string {
  for (;;) {
    const last = link.match(trailing)?.[0];
    if (!last) return link;
    const opener = openers[last];
    if (opener && count(link, opener) >= count(link, last)) return link;
    link = link.slice(0, -1);
  }
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

/** Null for what is no address, and for one with a user's name in it, which pretends to lead elsewhere. */
function safeHref(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { href, protocol, username, password } = new URL(link);
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && username === "" && password === "" ? href : null;
}
