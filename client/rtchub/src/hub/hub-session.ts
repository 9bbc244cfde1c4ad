import { RtcHubError } from "../errors.js";
import type { SignalingScenario } from "../simulation.js";
import type { ConnectOptions } from "./connect.js";
import { sayBye } from "./goodbye.js";
import { ServiceConnection } from "./hub-connection.js";
import { type CountedCall, emitCall, type HubEvents, type HubState } from "./hub-events.js";
import { JoinToken } from "./join-token.js";
import { Outbox, toAnswer } from "./outbox.js";
import { onAwake, onNetworkChange, onOffline, onPageHide } from "./page-events.js";
import { ReconnectingConnection } from "./reconnecting-connection.js";
import { serviceUrl } from "./service-url.js";
import { type Answer, parseGoAway, parseWelcome, type Welcome } from "./wire.js";

/**
 * `near` is the topic whose peers a load balancer should take us to, by default the first of `topics`. `repeatMetadata: false` is for
 * metadata that is made for one session: see `SendLog`.
 */
export interface HubSessionOptions extends ConnectOptions {
  topics?: string[];
  near?: string;
  repeatMetadata?: boolean;
}

/**
 * Where the session stands with its newest connection. `dialing`: there is none. `greeting`: a new session's Welcome is awaited, calls go out.
 * `resuming`: Resume has no answer yet. `ok` and `gap`: it has, and the Welcome with the next ticket is awaited; a call made before
 * it would void the old ticket while the new one may still be lost. `live`: calls go out. `closed`: for good.
 */
type Phase = "dialing" | "greeting" | "resuming" | "ok" | "gap" | "live" | "closed";
type Emit = <Name extends keyof HubEvents>(event: Name, ...args: Parameters<HubEvents[Name]>) => void;

/** One session of the service, over as many connections as it takes. */
export class HubSession {
  /** The calls to make. */
  readonly outbox = new Outbox();
  readonly token: JoinToken;
  readonly #options: HubSessionOptions;
  readonly #emit: Emit;
  readonly #connections = new ReconnectingConnection({
    open: () => this.#open(),
    handleUp: (connection) => this.#handleUp(connection),
    handleCall: (method, args) => this.#handleCall(method, args),
    handleLost: () => this.#handleLost(),
    handleFailed: (error) => {
      this.#handleStarted(error);
      this.close();
    },
  });
  #handleStarted: (error?: unknown) => void = () => {};
  #phase: Phase = "dialing";
  #state: HubState = "connecting";
  /** Who we are, once the service has said so. */
  #identity: Welcome | null = null;
  /** The Welcome of the session that a new connection is given before it resumes ours: ours from then on if ours is gone. */
  #substitute: Welcome | null = null;
  /** How many counted calls of the service this session has handled. */
  #received = 0;
  /** What is ours is not asked for again, as if the service had forgotten it. */
  #isForgotten = false;
  #closing: Promise<void> | null = null;

  constructor(options: HubSessionOptions, emit: Emit) {
    this.#options = options;
    this.#emit = emit;
    this.token = new JoinToken(options.accessToken, this.outbox, () => emit("tokenrenewed"));
  }

  get peerId(): string {
    return this.#identity?.peerId ?? "";
  }

  get state(): HubState {
    return this.#state;
  }

  /** The service wants to know how connections with peers begin. */
  get wantsHandshakes(): boolean {
    return this.#identity?.handshakeReports ?? false;
  }

  /** Ends the wait before the next attempt to reconnect. */
  hurry(): void {
    this.#connections.dialer.hurry();
  }

  /** Goes over to another connection: this one may be dead without saying so. */
  renew(): void {
    this.#connections.renew();
  }

  /** Behaves as if that had happened. */
  simulate(scenario: SignalingScenario): void {
    this.#isForgotten = scenario === "server-restart";
    if (scenario === "go-away") this.#connections.moveWithin(0);
    else this.#handleOffline();
  }

  /** Resolves at the first Welcome. */
  start(): Promise<void> {
    const { signal } = this.#options;
    return new Promise((resolve, reject) => {
      this.#handleStarted = (error) => (error === undefined ? resolve() : reject(error));
      signal?.addEventListener("abort", () => this.close(), { once: true, signal: this.#connections.closed });
      if (signal?.aborted) this.close();
      else this.#connections.start();
      const offs = [
        onOffline(() => this.#handleOffline()),
        onNetworkChange(() => this.renew()),
        onAwake(() => this.renew()),
        // Else the others would hear of it when the session ends.
        onPageHide(() => this.close()),
      ];
      this.#connections.closed.addEventListener("abort", () => {
        for (const off of offs) off();
      });
    });
  }

  /** Ends the session: Bye, if there is a connection to say it on. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    const isLive = this.#phase === "live" || this.#phase === "greeting";
    this.#phase = "closed";
    const connection = this.#connections.close();
    this.token.close();
    this.outbox.close();
    this.#setState("closed");
    const code = this.#connections.dialer.hasFailed ? "unreachable" : "closed";
    this.#handleStarted(new RtcHubError(code, undefined, { cause: this.#options.signal?.reason }));
    if (isLive && connection) await sayBye(connection);
    connection?.stop();
  }

  #open(): ServiceConnection {
    const { url = "/rtc", topics = [], near = topics[0], webSocket } = this.#options;
    return new ServiceConnection({
      // Only a new session subscribes while connecting; a resumed one has its topics.
      url: serviceUrl(url, this.#identity ? [] : topics, near),
      accessToken: () => this.token.ask(),
      webSocket,
    });
  }

  /** The new connection begins with a session of its own; ours, if there is one, is to go on over it. */
  #handleUp(connection: ServiceConnection): void {
    this.#substitute = null;
    this.outbox.detach();
    const ours = this.#identity;
    this.#phase = ours ? "resuming" : "greeting";
    if (ours && !this.#isForgotten)
      connection.call("Resume", [ours.resumeTicket, this.#received], (outcome) => {
        if (connection !== this.#connections.current) return;
        this.#connections.dropPredecessor();
        this.#handleResumed(toAnswer(outcome));
      });
    else this.#connections.dropPredecessor();
    if (!ours) this.#callAhead(connection);
  }

  /** A new session's first calls need not wait for its Welcome. What the connection before took along is made again. */
  #callAhead(connection: ServiceConnection): void {
    this.outbox.log.handleGap();
    this.outbox.attach(connection);
    this.outbox.flush();
  }

  #handleCall(method: string, args: unknown[]): void {
    try {
      if (method === "Welcome") {
        this.#handleWelcome(parseWelcome(args[0]));
      } else if (method === "GoAway") {
        // Clients leave a draining node one by one.
        this.#connections.moveWithin(parseGoAway(args[0]).spreadMs);
      } else {
        this.#received++;
        emitCall(method as CountedCall, args, this.#emit);
      }
    } catch (error) {
      // It has been counted, and the next call may be fine: one bad event must not end the session.
      console.error(`rtchub: ${method} was not understood`, error);
    }
  }

  #handleWelcome(welcome: Welcome): void {
    if (this.#phase === "resuming") {
      this.#substitute = welcome;
      if (this.#isForgotten) this.#handleSessionGone(welcome);
      return;
    }
    const phase = this.#phase;
    this.#goLive(welcome);
    this.#setState("connected");
    if (phase === "ok" || phase === "gap") this.#emit("resumed", phase);
    if (phase === "greeting") {
      // Only a new session: what a resumed one has missed is replayed, and builds on what it knew.
      for (const subscription of welcome.subscriptions) this.#emit("subscribed", subscription);
      this.#handleStarted();
    }
    this.outbox.flush();
  }

  #handleResumed(answer: Answer): void {
    const received = typeof answer.fields.received === "number" ? answer.fields.received : undefined;
    if (answer.code === "ok" && received !== undefined) {
      this.#phase = "ok";
      this.outbox.log.handleResumed(received);
    } else if (answer.code === "gap") {
      this.#phase = "gap";
      this.#received = 0;
      this.outbox.log.handleGap(received);
    } else if (answer.code === "session_gone" && this.#substitute) {
      this.#handleSessionGone(this.#substitute);
    } else {
      this.#connections.giveUp();
    }
  }

  #handleSessionGone(substitute: Welcome): void {
    const unanswered = this.outbox.log.handleSessionGone(this.#options.repeatMetadata);
    this.#received = 0;
    this.#isForgotten = false;
    this.#goLive(substitute);
    this.#emit("sessionlost");
    this.#setState("connected");
    // After what was asked for just now: only a session that subscribed anew can do the rest.
    for (const call of unanswered) this.outbox.log.add(call);
    this.outbox.flush();
  }

  #goLive(identity: Welcome): void {
    this.#identity = identity;
    this.token.handleTtl(identity.tokenTtlMs);
    this.#phase = "live";
    if (this.#connections.current) this.outbox.attach(this.#connections.current);
    this.#connections.handleLive();
  }

  /** It would take until the next missed keep-alive to notice. */
  #handleOffline(): void {
    if (this.#connections.current) this.#connections.giveUp();
  }

  #handleLost(): void {
    this.outbox.detach();
    this.#phase = "dialing";
    if (this.#identity) this.#setState("reconnecting");
  }

  #setState(state: HubState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#emit("statechange", state);
  }
}
