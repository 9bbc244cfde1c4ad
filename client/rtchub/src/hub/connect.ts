import { HubClient } from "./hub-client.js";

/** How to reach the service. */
export interface ConnectOptions {
  /** Where the hub is. Default "/rtc", resolved against the page. */
  url?: string;
  /** Ends the attempt, and later the connection, when aborted. */
  signal?: AbortSignal;
  /**
   * A join token, for services that ask for one. Called for each new connection, and again before the token ends. An error it throws
   * is reported like an uncaught one and counts as a failed attempt, which is made again with growing waits.
   */
  accessToken?: () => string | Promise<string>;
  /** A WebSocket class for where the platform has none, as in Node before 22: that of the package `ws`. */
  webSocket?: (new (url: string) => unknown) | undefined;
}

/**
 * Connects to the hub for those who bring their own peer connections. Tries until it succeeds or `signal` aborts.
 * `topics` are subscribed to while connecting, one round trip earlier than with `subscribe`; listen to `subscribed` for them.
 * Without any, subscribe soon: the service closes a connection that has neither subscribed nor resumed within 10 s.
 */
export async function connect(options: ConnectOptions & { topics?: string[] } = {}): Promise<HubClient> {
  const client = new HubClient(options);
  await client.start({ holdEvents: true });
  return client;
}
