/** What both ends of a link make by agreement, so that it is there with the first negotiation. */
export interface AgreedChannels {
  readonly messages: RTCDataChannel;
  /** For messages that may be lost. */
  readonly lossy: RTCDataChannel;
}

const made = new WeakMap<RTCPeerConnection, AgreedChannels>();

/** The channels of a connection, made when they are first asked for: as early as can be, because the browser takes its time. */
export function agreedChannels(connection: RTCPeerConnection): AgreedChannels {
  const create = (id: number, loss?: RTCDataChannelInit) =>
    connection.createDataChannel("rtchub", { negotiated: true, id, ...loss });
  const channels = made.get(connection) ?? {
    messages: create(0),
    lossy: create(1, { ordered: false, maxRetransmits: 0 }),
  };
  made.set(connection, channels);
  return channels;
}
