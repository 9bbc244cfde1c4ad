const SEPARATOR = "\u001e";

/** What a WebSocket connection is made with. */
export interface Endpoint {
  /** http(s) or ws(s); relative to the page where there is one. */
  url: string;
  /** Asked for when the connection starts; empty for none. An error fails the start. */
  accessToken: () => Promise<string>;
  /** The WebSocket class, when it is not the platform's own. */
  webSocket?: unknown;
}

/**
 * The transport under SignalR's HubConnection, used once. SignalR's own would bring long polling, server-sent events and an HTTP client
 * along, 8 kB that nobody here uses: docs/decisions/0007. Nor is the handshake's answer waited for, which is yes or the end: calls
 * leave in one breath with the handshake, a round trip earlier.
 */
export class WebSocketConnection {
  readonly features = {};
  baseUrl: string;
  onreceive: ((data: string) => void) | null = null;
  onclose: ((error?: Error) => void) | null = null;
  readonly #endpoint: Endpoint;
  readonly #WebSocket: typeof WebSocket;
  #state: "new" | "open" | "closed" = "new";
  #handshake: "ahead" | "asked" | "answered" = "ahead";
  #socket: WebSocket | null = null;

  /** Throws when the URL is none, or when this platform has no WebSocket and none is given. */
  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    this.baseUrl = new URL(endpoint.url, globalThis.location?.href).href.replace(/^http/, "ws");
    this.#WebSocket = (endpoint.webSocket ?? globalThis.WebSocket) as typeof WebSocket;
    if (!this.#WebSocket)
      throw new TypeError("There is no WebSocket here: give one as the option `webSocket`.");
  }

  /** Resolves when the socket is open. */
  async start(): Promise<void> {
    const token = await this.#endpoint.accessToken();
    if (this.#state === "closed") throw new Error("stopped");
    const url = token ? `${this.baseUrl}&access_token=${encodeURIComponent(token)}` : this.baseUrl;
    const socket = new this.#WebSocket(url);
    this.#socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => {
        this.#state = "open";
        resolve();
      };
      socket.onmessage = ({ data }) => this.#receive(data);
      socket.onerror = () => {}; // a close follows; but `ws` of Node ends the program when nobody listens
      socket.onclose = ({ code }) => {
        const error = new Error(`closed with ${code}`);
        reject(error);
        this.#end(error);
      };
    });
  }

  async send(data: string): Promise<void> {
    if (this.#state !== "open") throw new Error("not open");
    this.#socket?.send(data);
    if (this.#handshake !== "ahead") return;
    this.onreceive?.(`{}${SEPARATOR}`);
    this.#handshake = "asked";
  }

  /** At once: a socket whose network is gone may take long to say that it is closed. */
  async stop(error?: Error): Promise<void> {
    this.#end(error);
  }

  #receive(data: string): void {
    try {
      const said = this.#handshake === "asked" ? this.#afterHandshake(data) : data;
      if (said) this.onreceive?.(said);
    } catch (error) {
      this.#end(error as Error);
    }
  }

  /** What follows the handshake's answer, which SignalR has had from us. Throws when it is no. */
  #afterHandshake(data: string): string {
    this.#handshake = "answered";
    const end = data.indexOf(SEPARATOR);
    const { error } = JSON.parse(data.slice(0, end));
    if (error) throw new Error(error);
    return data.slice(end + 1);
  }

  #end(error?: Error): void {
    const wasOpen = this.#state === "open";
    this.#state = "closed";
    if (wasOpen && this.#socket) this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket?.close();
    if (wasOpen) this.onclose?.(error);
  }
}
