/**
 * What can happen on the way to the service. `signaling-loss`: the connection breaks and is made again, the session goes on.
 * `server-restart`: it breaks, and the service has forgotten the session: a new one begins, with a new `peerId`. `go-away`: the server is about
 * to stop and sends its clients elsewhere.
 */
export type SignalingScenario = "signaling-loss" | "server-restart" | "go-away";

/**
 * What `room.simulate` can make happen, so that an application can try its own error paths. Besides what happens to signaling: `ice-failure`
 * breaks the connection with a peer, or with everyone, which is then repaired. `removed` and `token-expired` end the room, as a moderator and
 * the end of the join token do.
 */
export type Scenario = SignalingScenario | "ice-failure" | "removed" | "token-expired";
