/** What one tab tells the others: who is in that topic as that session goes. */
interface Claim {
  topic: string;
  session: string;
}

/**
 * Takes the place of a room with the same topic and session in another tab or window of this browser, and calls back when another takes ours.
 * Returns the function that ends the listening.
 */
export function takeOver(topic: string, session: string, handleTakenOver: () => void): () => void {
  const channel = new BroadcastChannel("rtchub");
  channel.onmessage = ({ data }: MessageEvent<Claim>) => {
    if (data.topic === topic && data.session === session) handleTakenOver();
  };
  channel.postMessage({ topic, session } satisfies Claim);
  return () => channel.close();
}
