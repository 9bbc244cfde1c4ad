import type { MeshFrame } from "../health/mesh.js";
import type { Json } from "../hub/wire.js";
import type { RemotePeer } from "../room/remote-peer.js";
import { FileExchange } from "./files/file-exchange.js";
import type { IncomingFile } from "./files/incoming-file.js";
import type { FileOptions, OutgoingFile } from "./files/outgoing-file.js";
import { type Frame, parseFrame } from "./frames.js";
import { LinkChannels } from "./link-channels.js";
import {
  type Data,
  Kind,
  type Message,
  parseJson,
  type SendOptions,
  toJsonMessage,
  toMessage,
} from "./message.js";
import { type RequestHandler, type RequestOptions, Requests } from "./requests.js";

/** What data needs of the call it belongs to, and tells it. */
export interface DataListener {
  readonly peer: RemotePeer;
  handleOpen(): void;
  handleClosed(): void;
  handleHello(peerId: string): void;
  handleMesh(frame: MeshFrame): void;
  handleData(data: Json | ArrayBuffer): void;
  findRequestHandler(name: string): RequestHandler | undefined;
  /** False when nobody listens. */
  handleFile(file: IncomingFile): boolean;
}

/** The data of a call: messages, requests and files. Stays while the links below are replaced. */
export class PeerData {
  readonly #listener: DataListener;
  readonly #requests: Requests;
  readonly #files: FileExchange;
  #channels: LinkChannels | null = null;

  constructor(listener: DataListener) {
    this.#listener = listener;
    const { peer } = listener;
    const send = (frame: Frame) => this.sendFrame(frame);
    this.#requests = new Requests({ peer, send, findHandler: (name) => listener.findRequestHandler(name) });
    this.#files = new FileExchange({
      peer,
      send,
      backlog: () => this.#channels?.messages.backlog ?? 0,
      openChannel: (id, offset) => this.#channels?.openFileChannel(id, offset) ?? null,
      handleFile: (file) => listener.handleFile(file),
    });
  }

  /** The channels of a new link, which takes the place of the one before. */
  open(connection: RTCPeerConnection): LinkChannels {
    this.#handleDown();
    this.#channels = new LinkChannels(connection, {
      handleOpen: () => {
        this.#listener.handleOpen();
        this.#files.handleOpen();
      },
      handleClosed: () => {
        this.#handleDown();
        this.#listener.handleClosed();
      },
      handleMessage: (message) => this.#handleMessage(message),
      handleFileChannel: (channel, id, offset) => this.#files.handleChannel(channel, id, offset),
    });
    return this.#channels;
  }

  async send(data: Data, { reliable = true }: SendOptions = {}): Promise<boolean> {
    const channels = this.#channels;
    return (await (reliable ? channels?.messages : channels?.lossy)?.send(toMessage(data))) ?? false;
  }

  async sendFrame(frame: Frame): Promise<boolean> {
    return (await this.#channels?.messages.send(toJsonMessage(Kind.frame, frame))) ?? false;
  }

  request(name: string, payload: Json, options: RequestOptions): Promise<Json> {
    return this.#requests.request(name, payload, options);
  }

  sendFile(file: Blob, options: FileOptions): OutgoingFile {
    return this.#files.send(file, options);
  }

  /** The connection below is up, or not; the channels last through what ICE can mend. */
  handleLink(isUp: boolean): void {
    this.#files.handleLink(isUp);
  }

  /** The peer is gone. */
  close(): void {
    this.#handleDown();
    this.#channels = null;
    this.#files.close();
  }

  #handleDown(): void {
    this.#requests.handleDown();
    this.#files.handleDown();
  }

  #handleMessage({ kind, bytes }: Message): void {
    if (kind === Kind.binary) {
      this.#listener.handleData(bytes.slice().buffer as ArrayBuffer);
    } else if (kind === Kind.json) {
      const data = parseJson(bytes);
      if (data !== undefined) this.#listener.handleData(data as Json);
    } else if (kind === Kind.frame) {
      const frame = parseFrame(bytes);
      if (frame) this.#handleFrame(frame);
    }
  }

  #handleFrame(frame: Frame): void {
    if (frame.t === "hello") this.#listener.handleHello(frame.peerId);
    else if (frame.t === "mesh") this.#listener.handleMesh(frame);
    else if (frame.t === "request") void this.#requests.handleRequest(frame);
    else if (frame.t === "response" || frame.t === "refusal") this.#requests.handleAnswer(frame);
    else this.#files.handleFrame(frame);
  }
}
