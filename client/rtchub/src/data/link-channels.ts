import { agreedChannels } from "./agreed-channels.js";
import type { Message } from "./message.js";
import { Kind } from "./message.js";
import { LinkMessageChannel } from "./message-channel.js";

const FILE_LABEL = "rtchub-file:";

/** Who hears the channels of a link. */
export interface ChannelsListener {
  handleOpen(): void;
  handleClosed(): void;
  handleMessage(message: Message): void;
  /** The other end sends the bytes of a file, from `offset` on. */
  handleFileChannel(channel: RTCDataChannel, id: string, offset: number): void;
}

/** The data channels of a link: one for messages, one for those that may be lost, and one for each file that is under way. */
export class LinkChannels {
  readonly messages: LinkMessageChannel;
  readonly lossy: LinkMessageChannel;
  readonly #connection: RTCPeerConnection;

  constructor(connection: RTCPeerConnection, listener: ChannelsListener) {
    this.#connection = connection;
    const { messages, lossy } = agreedChannels(connection);
    this.messages = new LinkMessageChannel(connection, {
      channel: messages,
      reliable: true,
      handleOpen: () => listener.handleOpen(),
      handleClosed: () => listener.handleClosed(),
      handleMessage: (message) => listener.handleMessage(message),
    });
    this.lossy = new LinkMessageChannel(connection, {
      channel: lossy,
      reliable: false,
      handleOpen: () => {},
      handleClosed: () => {},
      handleMessage: (message) => message.kind !== Kind.frame && listener.handleMessage(message),
    });
    connection.ondatachannel = ({ channel }) => {
      if (channel.label.startsWith(FILE_LABEL))
        listener.handleFileChannel(channel, channel.label.slice(FILE_LABEL.length), Number(channel.protocol));
    };
  }

  /** Null when the browser has none to give, as after the connection was closed. */
  openFileChannel(id: string, offset: number): RTCDataChannel | null {
    try {
      return this.#connection.createDataChannel(FILE_LABEL + id, { protocol: String(offset) });
    } catch {
      return null;
    }
  }

  close(): void {
    this.#connection.ondatachannel = null;
    this.messages.close();
    this.lossy.close();
  }
}
