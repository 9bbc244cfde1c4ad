/**
 * The secret that a sealed link carries (`/#SECRET`), or an empty string. Browsers keep what is behind the `#` to themselves: no server is
 * told, no other site, and not this page's own service.
 */
export function secretFromLink(href: string): string {
  const [first = ""] = new URL(href).hash.slice(1).split("&");
  return first.includes("=") ? "" : first; // a field, such as an invitation
}

/** The link to give to others: this page with the secret, and nothing else of the current address. */
export function linkForSecret(secret: string, href: string): string {
  const link = new URL(href);
  link.search = "";
  link.hash = secret;
  return link.href;
}
