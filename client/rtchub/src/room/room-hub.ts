import type { RtcHubError } from "../errors.js";
import { HubClient } from "../hub/hub-client.js";
import type { HubSessionOptions } from "../hub/hub-session.js";
import type { JsonObject } from "../hub/wire.js";

/** What a room asks of the hub. */
export type RoomHub = Pick<
  HubClient,
  | "peerId"
  | "on"
  | "simulate"
  | "close"
  | "sendOffer"
  | "sendAnswer"
  | "sendCandidate"
  | "updateMetadata"
  | "getIceServers"
  | "removePeer"
  | "lockTopic"
  | "reportHandshake"
> & {
  subscribe(topic: string, options?: { metadata?: JsonObject }): Promise<unknown>;
  // What the client does not show to others, whose types would not know these names.
  start(options?: { holdEvents?: boolean }): Promise<void>;
  hurry(): void;
  renew(): void;
};

/** Makes the hub of a room. `handleError` hears what was dropped on the way. */
export type CreateRoomHub = (
  options: HubSessionOptions,
  handleError: (error: RtcHubError) => void,
) => RoomHub;

/** Everything goes through as it is. */
export const createPlainHub: CreateRoomHub = (options) => new HubClient(options);
