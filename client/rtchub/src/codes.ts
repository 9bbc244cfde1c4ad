/** Every code the service may answer with, and what it means. The table "Codes" of docs/protocol.md, in its order. */
export const signalCodes = {
  ok: "Done.",
  queued: "The receiver is interrupted; the signal is held for its resume.",
  gap: "The session was resumed, but some events may have been lost.",
  peer_gone: "There is no such peer in this topic.",
  not_subscribed: "You are not in that topic.",
  invalid_topic: "A topic has 1 to 128 characters, no control characters, no white space around it.",
  invalid_payload: "The payload is not the kind of JSON that the method takes.",
  too_large: "The payload is over its limit.",
  topic_full: "The topic has as many peers as it may have.",
  too_many_topics: "The session is in as many topics as it may be.",
  topic_locked: "A moderator or the service's operator has locked the topic.",
  forbidden: "The join token does not allow it.",
  rate_limited: "Too many calls; try again after `retryAfterMs`.",
  backplane_unavailable: "The other nodes of the service cannot be reached now.",
  session_gone: "There is no such session, or its resume window is over.",
} as const;

/** A code the service answers with. */
export type SignalCode = keyof typeof signalCodes;

/** Why a file did not arrive, and what it means. The two ends tell each other with these. */
export const fileCodes = {
  file_declined: "The receiver does not want the file.",
  file_cancelled: "The sender or the receiver ended the transfer.",
  file_corrupt: "What arrived is not what was sent.",
  file_unreadable: "The sender can no longer read the file, or it has changed.",
  file_unwritable: "The receiver could not put the file where it was to go.",
} as const;

/** What can go wrong on this side of the wire, and what it means. */
export const clientCodes = {
  unreachable: "The service could not be reached.",
  closed: "The connection was closed on this side.",
  unexpected_answer: "The service said something that this client does not understand.",
  negotiation_failed: "A description or candidate was refused by the browser.",
  invalid_secret: "A room's secret has 43 characters, as `createRoomSecret` makes them.",
  seal_broken: "Something was dropped that nobody with the room's secret had sealed for this.",
  not_connected: "There is no open data channel to the peer, or it closed meanwhile.",
  request_timeout: "The peer did not answer the request in time.",
  request_unknown: "The peer has no handler for requests of that name.",
  request_failed: "The peer's handler of the request failed.",
  ...fileCodes,
} as const;

/** A code that this library adds to those of the service. */
export type ClientCode = keyof typeof clientCodes;

/** Any code that a result or an error of this library may carry. */
export type ResultCode = SignalCode | ClientCode;

/** True when the service has such a code. */
export function isSignalCode(value: unknown): value is SignalCode {
  return typeof value === "string" && Object.hasOwn(signalCodes, value);
}
