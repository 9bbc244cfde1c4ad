import { Sequence } from "../sequence.js";
import type { OutgoingStream } from "./local-streams.js";
import { encodeLike, encodingFor, shareAmong } from "./upload-share.js";

/**
 * Makes a connection send exactly the tracks that are wanted, with as little renegotiation as possible: a track of a kind and label that is
 * sent already replaces the one before; an idle transceiver is used again, so descriptions don't grow with each mute and unmute.
 */
export class MediaSender {
  readonly #connection: RTCPeerConnection;
  readonly #labels = new Map<RTCRtpSender, string>();
  /** One change at a time: what a sender has does not show before it has been taken. */
  readonly #changes = new Sequence();

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  send(streams: readonly OutgoingStream[]): Promise<void> {
    return this.#changes.run(() => this.#send(streams));
  }

  /** Encodes the videos so that together they take at most `kbps`. */
  fit(kbps: number): Promise<void> {
    return this.#changes.run(() => this.#fit(kbps));
  }

  async #send(streams: readonly OutgoingStream[]): Promise<void> {
    const wanted = new Map(streams.flatMap((stream) => stream.tracks.map((track) => [track, stream])));
    const spare: RTCRtpSender[] = [];
    for (const sender of this.#connection.getSenders())
      if (sender.track && !wanted.delete(sender.track)) spare.push(sender);
    const replaced: Promise<void>[] = [];
    for (const [track, { label, carrier }] of wanted) {
      const isAlike = (one: RTCRtpSender) =>
        one.track?.kind === track.kind && this.#labels.get(one) === label;
      const [sender] = spare.splice(indexOrEnd(spare, isAlike), 1);
      const idle = sender ? undefined : this.#findIdle(track.kind);
      if (idle) replaced.push(reuse(idle, track, carrier));
      else if (sender) replaced.push(sender.replaceTrack(track));
      this.#labels.set(sender ?? idle?.sender ?? this.#connection.addTrack(track, carrier), label);
    }
    for (const sender of spare) this.#connection.removeTrack(sender);
    await Promise.all(replaced);
  }

  async #fit(kbps: number): Promise<void> {
    const videos = [...this.#labels].filter(([sender]) => sender.track?.kind === "video");
    const shares = shareAmong(
      videos.map(([, label]) => label),
      kbps,
    );
    for (const [index, [sender, label]] of videos.entries()) {
      const { width = 0, height = 0 } = sender.track?.getSettings() ?? {};
      await encodeLike(sender, encodingFor(label, Math.min(width, height), shares[index] ?? kbps));
    }
  }

  #findIdle(kind: string): RTCRtpTransceiver | undefined {
    return this.#connection.getTransceivers().find(({ sender, receiver, direction }) => {
      return !sender.track && receiver.track.kind === kind && direction !== "stopped" && !sends(direction);
    });
  }
}

function indexOrEnd<Item>(items: Item[], isMeant: (item: Item) => boolean): number {
  const index = items.findIndex(isMeant);
  return index < 0 ? items.length : index;
}

function sends(direction: RTCRtpTransceiverDirection): boolean {
  return direction === "sendrecv" || direction === "sendonly";
}

function reuse(transceiver: RTCRtpTransceiver, track: MediaStreamTrack, carrier: MediaStream): Promise<void> {
  // Firefox before 113 has no setStreams; the track then arrives without a stream.
  transceiver.sender.setStreams?.(carrier);
  transceiver.direction = transceiver.direction === "recvonly" ? "sendrecv" : "sendonly";
  return transceiver.sender.replaceTrack(track);
}
