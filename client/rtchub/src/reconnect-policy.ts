const SHORTEST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * How long to wait before attempt number `attempt` (from 0): anywhere between 250 ms and a ceiling that doubles from 500 ms to 10 s.
 * The full jitter spreads the clients of a node that died, so that they do not all come back in the same instant.
 */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (attempt + 1));
  return SHORTEST_MS + random() * (ceiling - SHORTEST_MS);
}
