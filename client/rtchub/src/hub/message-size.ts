/** `MaxMessageBytes` of the contract: the service closes the connection of whoever sends more, at each repetition again. */
const MAX_MESSAGE_BYTES = 65_536;

/** For SignalR's own frame around the arguments. */
const FRAME_BYTES = 256;

/** True when a call with these arguments fits into one message on the wire. */
export function fitsOneMessage(args: unknown[]): boolean {
  const json = JSON.stringify(args);
  const limit = MAX_MESSAGE_BYTES - FRAME_BYTES;
  // One UTF-16 unit is at most three bytes of UTF-8, so most messages need no counting.
  return json.length * 3 <= limit || new TextEncoder().encode(json).length <= limit;
}
