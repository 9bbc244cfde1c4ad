const field = "token=";

/** The join token that a link brings (`#token=JWT`, behind the secret of a sealed link `#SECRET&token=JWT`), or null. In the fragment, which browsers send to nobody. */
export function tokenFromLink(href: string): string | null {
  return (
    partsOf(new URL(href))
      .find((part) => part.startsWith(field))
      ?.slice(field.length) ?? null
  );
}

/** The same address with the token, for a reload; never for others. */
export function withToken(href: string, token: string | null): string {
  if (token === null) return href;
  const link = new URL(href);
  const others = partsOf(link).filter((part) => part !== "" && !part.startsWith(field));
  link.hash = [...others, field + token].join("&");
  return link.href;
}

function partsOf(link: URL): string[] {
  return link.hash.slice(1).split("&");
}
