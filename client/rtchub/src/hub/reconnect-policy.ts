const SHORTEST_MS = 250;
const FIRST_CEILING_MS = 500;
const LONGEST_MS = 10_000;
/** Gentle: after an outage of seconds nobody waits much longer than the outage was. */
const GROWTH = 1.5;

/**
 * How long to wait before attempt number `attempt` (from 0): anywhere between 250 ms and a ceiling that grows from 500 ms to 10 s.
 * The full jitter spreads the clients of a node that died, so that they do not all come back in the same instant.
 */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_CEILING_MS * GROWTH ** attempt);
  return SHORTEST_MS + random() * (ceiling - SHORTEST_MS);
}
