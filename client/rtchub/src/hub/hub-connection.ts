import {
  HubConnection,
  HubConnectionState,
  type IHubProtocol,
  type ILogger,
  JsonHubProtocol,
  NullLogger,
} from "@microsoft/signalr";
import { countedCalls } from "./hub-events.js";
import { type Endpoint, WebSocketConnection } from "./web-socket-connection.js";

/** The keep-alive and patience that the contract gives. */
const KEEP_ALIVE_MS = 10_000;
const SERVER_TIMEOUT_MS = 25_000;

/** Who hears what a connection says. */
export interface ConnectionListener {
  handleCall(method: string, args: unknown[]): void;
  handleClosed(): void;
}

/** What SignalR's builder calls in the end, which its types leave out. */
interface Creator {
  create(connection: WebSocketConnection, logger: ILogger, protocol: IHubProtocol): HubConnection;
}

/** How a call ended: with the service's value, or with the error that SignalR itself answers with. */
export type Outcome = { value: unknown } | { error: unknown };

/**
 * One SignalR connection, never reused. Everything it says, calls and answers alike, is handed out in the order in which it came:
 * SignalR runs handlers at once but settles `invoke` a microtask later, so handlers are put into the same queue.
 * What comes before `listen` is kept for it.
 */
export class ServiceConnection {
  readonly #hub: HubConnection;
  #listener: ConnectionListener | null = null;
  #kept: ((listener: ConnectionListener) => void)[] = [];

  constructor(endpoint: Endpoint) {
    // Connections are lost and made again all the time; the application is told by statechange, no log needed.
    this.#hub = (HubConnection as unknown as Creator).create(
      new WebSocketConnection(endpoint),
      NullLogger.instance,
      new JsonHubProtocol(),
    );
    this.#hub.keepAliveIntervalInMilliseconds = KEEP_ALIVE_MS;
    this.#hub.serverTimeoutInMilliseconds = SERVER_TIMEOUT_MS;
    for (const method of ["Welcome", "GoAway", ...countedCalls])
      this.#hub.on(method, (...args: unknown[]) =>
        this.#tell((listener) => listener.handleCall(method, args)),
      );
    this.#hub.onclose(() => this.#tell((listener) => listener.handleClosed()));
  }

  /** Resolves when calls can be made. */
  start(): Promise<void> {
    return this.#hub.start();
  }

  /** From now on `listener` hears this connection, beginning with what it has missed. */
  listen(listener: ConnectionListener): void {
    this.#listener = listener;
    for (const tell of this.#kept.splice(0)) tell(listener);
  }

  /** Calls a method. `handle` is not called when the connection is lost first: nobody knows then how the call ended. */
  call(method: string, args: readonly unknown[], handle: (outcome: Outcome) => void): void {
    this.#hub.invoke(method, ...args).then(
      (value: unknown) => handle({ value }),
      (error: unknown) => {
        if (this.#hub.state === HubConnectionState.Connected) handle({ error });
      },
    );
  }

  /** Is silent from now on. */
  mute(): void {
    this.listen({ handleCall: () => {}, handleClosed: () => {} });
  }

  /** Ends the connection and is silent from now on. */
  stop(): void {
    this.mute();
    this.#hub.stop().catch(() => {
      // It is closed either way.
    });
  }

  #tell(tell: (listener: ConnectionListener) => void): void {
    queueMicrotask(() => {
      if (this.#listener) tell(this.#listener);
      else this.#kept.push(tell);
    });
  }
}
