/** The address of a connection: `topics` are subscribed to with it; without any, `near` names one for load balancers alone. */
export function serviceUrl(url: string, topics: readonly string[], near: string | undefined): string {
  const query = ["v=1", ...topics.map((topic) => `topic=${encode(topic)}`)];
  if (near !== undefined && topics.length === 0) query.push(`near=${encode(near)}`);
  return `${url}${url.includes("?") ? "&" : "?"}${query.join("&")}`;
}

/** In the form that the service gives every name: a load balancer that hashes it takes everyone to the same node. */
function encode(topic: string): string {
  return encodeURIComponent(topic.normalize("NFC"));
}
