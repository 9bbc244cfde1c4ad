import type { Rtc } from "../../src/link/rtc.js";

/** How a server behaves: it works; it refuses with a code; it says nothing; it relays, but lets nothing through. */
export type ServerBehaviour = "works" | number | "silent" | "deaf";

/** A network with STUN and TURN servers, by URL, and no other way from one connection to another. */
export class IceServerNetwork implements Rtc {
  readonly connections: ProbedConnection[] = [];
  readonly #servers: Record<string, ServerBehaviour>;

  constructor(servers: Record<string, ServerBehaviour>) {
    this.#servers = servers;
  }

  createConnection(configuration: RTCConfiguration): RTCPeerConnection {
    const connection = new ProbedConnection(configuration, this.#servers);
    this.connections.push(connection);
    return connection as unknown as RTCPeerConnection;
  }

  createStream(): MediaStream {
    throw new Error("a probe has no media");
  }
}

class ProbedConnection extends EventTarget {
  readonly configuration: RTCConfiguration;
  isClosed = false;
  readonly #servers: Record<string, ServerBehaviour>;
  readonly #channel: { onopen?: () => void } = {};
  #isDescribed = false;

  constructor(configuration: RTCConfiguration, servers: Record<string, ServerBehaviour>) {
    super();
    this.configuration = configuration;
    this.#servers = servers;
    if (this.#urls.some((url) => servers[url] === undefined)) throw new SyntaxError("no such server");
  }

  createDataChannel(): object {
    return this.#channel;
  }

  async createOffer(): Promise<object> {
    return {};
  }

  async createAnswer(): Promise<object> {
    return {};
  }

  async setLocalDescription(): Promise<void> {
    setTimeout(() => this.#gather(), 10);
  }

  async setRemoteDescription(): Promise<void> {
    this.#isDescribed = true;
  }

  async addIceCandidate(candidate: { isOpen: boolean }): Promise<void> {
    if (!this.#isDescribed) throw new Error("a candidate before its description");
    if (candidate.isOpen) setTimeout(() => this.#channel.onopen?.(), 10);
  }

  close(): void {
    this.isClosed = true;
  }

  get #urls(): string[] {
    return this.configuration.iceServers?.flatMap(({ urls }) => urls) ?? [];
  }

  #gather(): void {
    const behaviours = this.#urls.map((url) => [url, this.#servers[url]] as const);
    for (const [url, behaviour] of behaviours) {
      const type = url.startsWith("stun") ? "srflx" : "relay";
      if (behaviour === "works" || behaviour === "deaf")
        this.#tell("icecandidate", { candidate: { type, isOpen: behaviour === "works" } });
      if (typeof behaviour === "number")
        this.#tell("icecandidateerror", { errorCode: behaviour, errorText: "No" });
    }
    if (behaviours.every(([, behaviour]) => behaviour !== "silent"))
      this.#tell("icecandidate", { candidate: null });
  }

  #tell(type: string, fields: object): void {
    this.dispatchEvent(Object.assign(new Event(type), fields));
  }
}
