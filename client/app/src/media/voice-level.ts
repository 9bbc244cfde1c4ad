/**
 * How loud a peer is now, 0 to 1: the level that came with the last of its sound. Costs next to nothing, for the browser has it already;
 * 0 while nothing is received.
 */
export function voiceLevel(connection: RTCPeerConnection | null): number {
  let loudest = 0;
  for (const receiver of connection?.getReceivers() ?? []) {
    if (receiver.track.kind !== "audio") continue;
    for (const { audioLevel = 0 } of receiver.getSynchronizationSources())
      loudest = Math.max(loudest, audioLevel);
  }
  return loudest;
}
