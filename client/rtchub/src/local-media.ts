/**
 * Makes `connection` send exactly the tracks of `media` (null: none), with as little renegotiation as possible: a track of a kind that is sent
 * already replaces the one before; an idle transceiver is used again, so descriptions don't grow with each mute and unmute.
 * `label` is the stream whose id the other end sees: one and the same for all, so that tracks that come later join the same stream there.
 */
export async function sendMedia(
  connection: RTCPeerConnection,
  media: MediaStream | null,
  label: MediaStream,
): Promise<void> {
  const wanted = new Set(media?.getTracks() ?? []);
  const spare: RTCRtpSender[] = [];
  for (const sender of connection.getSenders()) {
    if (sender.track && !wanted.delete(sender.track)) spare.push(sender);
  }
  const replaced: Promise<void>[] = [];
  for (const track of wanted) {
    const index = spare.findIndex((sender) => sender.track?.kind === track.kind);
    const [sender] = index < 0 ? [] : spare.splice(index, 1);
    const idle = sender ? undefined : findIdle(connection, track.kind);
    if (sender) replaced.push(sender.replaceTrack(track));
    else if (idle) replaced.push(reuse(idle, track, label));
    else connection.addTrack(track, label);
  }
  for (const sender of spare) connection.removeTrack(sender);
  await Promise.all(replaced);
}

function findIdle(connection: RTCPeerConnection, kind: string): RTCRtpTransceiver | undefined {
  return connection.getTransceivers().find(({ sender, receiver, direction }) => {
    return !sender.track && receiver.track.kind === kind && direction !== "stopped" && !sends(direction);
  });
}

function sends(direction: RTCRtpTransceiverDirection): boolean {
  return direction === "sendrecv" || direction === "sendonly";
}

function reuse(transceiver: RTCRtpTransceiver, track: MediaStreamTrack, label: MediaStream): Promise<void> {
  // Firefox before 113 has no setStreams; the track then arrives without a stream.
  transceiver.sender.setStreams?.(label);
  transceiver.direction = transceiver.direction === "recvonly" ? "sendrecv" : "sendonly";
  return transceiver.sender.replaceTrack(track);
}
