/** The join token that a link brings (`#token=JWT`), or null. In the fragment, which browsers send to nobody. */
export function tokenFromLink(href: string): string | null {
  return fragmentOf(new URL(href)).get("token");
}

/** The same address with the token, for a reload; never for others. */
export function withToken(href: string, token: string | null): string {
  if (token === null) return href;
  const link = new URL(href);
  const fragment = fragmentOf(link);
  fragment.set("token", token);
  link.hash = fragment.toString();
  return link.href;
}

function fragmentOf(link: URL): URLSearchParams {
  return new URLSearchParams(link.hash.slice(1));
}
