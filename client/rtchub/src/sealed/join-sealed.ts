import { HubClient } from "../hub/hub-client.js";
import type { JoinOptions } from "../room/join.js";
import { Room } from "../room/room.js";
import { deriveSeal } from "./room-secret.js";
import { SealedHub } from "./sealed-hub.js";

/**
 * Joins the sealed room of a secret, made by `createRoomSecret`, and calls everyone in it; the rest is as with `join`. The service learns
 * neither the secret nor the room's name (`room.topic` is derived), and metadata (at most 2,700 bytes here), descriptions and
 * candidates pass through it encrypted: AES-256-GCM, bound to the room and to both ends. Peers without the secret are not shown; they, and
 * whatever was changed on the way, are told as an `error` with the code `seal_broken`.
 *
 * The service still sees addresses, times, sizes, and which peer ids talk to each other. Whoever has the secret is trusted.
 * Rejects with `invalid_secret` when that is not a secret.
 */
export async function joinSealed(secret: string, options: JoinOptions = {}): Promise<Room> {
  const seal = await deriveSeal(secret);
  const room = new Room(seal.topic, {
    ...options,
    // Without metadata nobody would know that we have the secret.
    metadata: options.metadata ?? {},
    createHub: (hubOptions, handleError) =>
      new SealedHub(new HubClient({ ...hubOptions, repeatMetadata: false }), seal, handleError),
  });
  await room.open();
  return room;
}
