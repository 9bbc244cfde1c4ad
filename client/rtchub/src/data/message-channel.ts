import { RtcHubError } from "../errors.js";
import { Assembly, CHUNK_HEADER, MAX_MESSAGE, split } from "./chunks.js";
import type { Message } from "./message.js";

/** Above this the channel is left to drain, below the other it is filled again: neither memory nor the line runs out. */
const HIGH = 2 ** 20;
const LOW = 2 ** 18;
/** What every browser takes in one piece. */
const CHUNK = 2 ** 16;
/** A peer that wants smaller chunks than this does not get them. */
const SMALLEST_CHUNK = 1_024;

/** A channel of a link. */
export interface MessageChannelInit {
  channel: RTCDataChannel;
  reliable: boolean;
  handleOpen(): void;
  handleClosed(): void;
  handleMessage(message: Message): void;
}

interface Waiting {
  chunks: Uint8Array<ArrayBuffer>[];
  resolve(isSent: boolean): void;
}

/** A data channel for messages of any size up to 16 MiB, which fills no more than its share of memory. */
export class LinkMessageChannel {
  readonly #channel: RTCDataChannel;
  readonly #connection: RTCPeerConnection;
  readonly #reliable: boolean;
  readonly #waiting: Waiting[] = [];

  constructor(connection: RTCPeerConnection, init: MessageChannelInit) {
    const { channel, reliable } = init;
    this.#connection = connection;
    this.#reliable = reliable;
    this.#channel = channel;
    const assembly = new Assembly();
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = LOW;
    channel.onopen = () => init.handleOpen();
    channel.onclose = () => {
      this.#giveUp();
      init.handleClosed();
    };
    channel.onbufferedamountlow = () => this.#flush();
    channel.onmessage = ({ data }) => {
      // Text is of another client, which uses the channel for something else.
      const message = data instanceof ArrayBuffer && assembly.add(new Uint8Array(data));
      if (message) init.handleMessage(message);
    };
  }

  get isOpen(): boolean {
    return this.#channel.readyState === "open";
  }

  /** How many messages are not on their way yet. */
  get backlog(): number {
    return this.#waiting.length;
  }

  /** Resolves as `RemotePeer.send` says. What nobody is before goes out within the call. */
  async send(message: Message): Promise<boolean> {
    const size = Math.max(SMALLEST_CHUNK, Math.min(CHUNK, this.#connection.sctp?.maxMessageSize ?? CHUNK));
    if (message.bytes.length > (this.#reliable ? MAX_MESSAGE : size - CHUNK_HEADER))
      throw new RtcHubError("too_large");
    if (!this.isOpen) return false;
    return new Promise((resolve) => {
      this.#waiting.push({ chunks: split(message, size), resolve });
      if (this.#waiting.length === 1) this.#flush();
    });
  }

  close(): void {
    const channel = this.#channel;
    channel.onopen = channel.onclose = channel.onmessage = channel.onbufferedamountlow = null;
    channel.close();
    this.#giveUp();
  }

  #flush(): void {
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      for (let chunk = first.chunks[0]; chunk; chunk = first.chunks[0]) {
        if (this.#channel.bufferedAmount >= HIGH) return;
        try {
          this.#channel.send(chunk);
        } catch {
          // Closing, or not as the browser likes it.
          break;
        }
        first.chunks.shift();
      }
      const isSent = first.chunks.length === 0;
      if (isSent && this.#channel.bufferedAmount >= HIGH) return;
      this.#waiting.shift();
      first.resolve(isSent);
    }
  }

  #giveUp(): void {
    for (const { chunks, resolve } of this.#waiting.splice(0)) resolve(chunks.length === 0);
  }
}
