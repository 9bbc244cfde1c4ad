import type { Grant, IceSettings, Peer, Subscription } from "../../src/hub/wire.js";
import { fakeWebSocket, type ServerEnd } from "./web-socket.js";

const SEPARATOR = "\u001e";
const WINDOW_MS = 30_000;

type Answer = { code: string; [field: string]: unknown };

interface Session {
  peerId: string;
  /** The newest last; the older ones are valid until the first call, as the newest may not have arrived. */
  tickets: string[];
  events: { target: string; args: unknown[] }[];
  /** How many `Send*` calls were handled. */
  handled: number;
  peer: Peer;
  grants: Grant[];
  socket: ServerEnd | null;
  timer?: ReturnType<typeof setTimeout>;
}

/** A service that keeps the contract's promises in memory, for clients that speak SignalR's JSON to it through fake sockets. */
export class FakeService {
  readonly webSocket = fakeWebSocket((socket) => this.#connect(socket));
  readonly url = "http://hub/rtc";
  /** Every call a client made, in order. */
  readonly calls: { peerId: string; method: string; args: unknown[] }[] = [];
  /** The URL of each connection that was tried, and when. */
  readonly dialed: { url: URL; at: number }[] = [];
  readonly tickets: string[] = [];
  /** What subscribers are given; `GetIceServers` gives the renewed. */
  ice: IceSettings = { iceServers: [{ urls: "stun:service" }] };
  /** What a token that is shown from now on allows. */
  grants: Grant[] = ["signal", "message"];
  /** How long each token lasts; undefined: no tokens here. */
  tokenTtlMs: number | undefined;
  /** Asks for reports of handshakes. */
  handshakeReports: boolean | undefined;
  isDown = false;
  /** How long browsers hold a new connection back, in milliseconds. */
  heldBackMs = 0;
  /** Says nothing on its own, not even that it is alive. */
  isSilent = false;
  /** What to answer instead of doing it; `silence` does it and loses the answer, `lose` does nothing at all. */
  intercept: (method: string, args: unknown[]) => Answer | "silence" | "lose" | undefined = () => undefined;
  readonly #sockets = new Set<ServerEnd>();
  #sessions = new Map<string, Session>();
  #topics = new Map<string, { version: number; peerIds: string[] }>();
  #counter = 0;

  /** Breaks every connection, or that of one peer. */
  kill(peerId?: string): void {
    for (const socket of [...this.#sockets])
      if (!peerId || this.#sessions.get(peerId)?.socket === socket) socket.kill();
  }

  /** Breaks the connection that was made first. */
  killOldest(): void {
    [...this.#sockets][0]?.kill();
  }

  /** As after a restart: the service knows nobody. */
  forget(): void {
    for (const session of this.#sessions.values()) clearTimeout(session.timer);
    this.#sessions = new Map();
    this.#topics = new Map();
  }

  /** Ends one session as after its window, the others are told. */
  expire(peerId: string): void {
    this.#leave(peerId, "timeout");
  }

  /** As after the death of a node: the events not seen yet are lost, so a resume finds a gap. */
  loseEvents(peerId: string): void {
    const session = this.#sessions.get(peerId);
    if (session) session.handled = Number.NaN;
  }

  /** Calls a method on the client; counted unless it is GoAway. */
  tell(peerId: string, target: string, ...args: unknown[]): void {
    const session = this.#sessions.get(peerId);
    if (!session) return;
    if (target !== "GoAway") session.events.push({ target, args });
    write(session.socket, [{ type: 1, target, arguments: args }]);
  }

  callsOf(method: string): unknown[][] {
    return this.calls.filter((call) => call.method === method).map((call) => call.args);
  }

  get connections(): number {
    return this.#sockets.size;
  }

  #connect(socket: ServerEnd): void {
    this.dialed.push({ url: socket.url, at: Date.now() });
    socket.accept = !this.isDown;
    socket.heldBackMs = this.heldBackMs;
    if (this.isDown) return;
    this.#sockets.add(socket);
    const keepAlive = setInterval(() => !this.isSilent && write(socket, [{ type: 6 }]), 10_000);
    let session: Session | null = null;
    socket.handleMessage = (data) => {
      for (const text of data.split(SEPARATOR).filter((part) => part !== "")) {
        const message = JSON.parse(text);
        if (message.protocol) session = this.#greet(socket);
        else if (message.type === 1 && session)
          session = this.#handle(session, socket, message.invocationId, message.target, message.arguments);
      }
    };
    socket.handleClosed = () => {
      clearInterval(keepAlive);
      this.#sockets.delete(socket);
      if (session?.socket === socket) this.#interrupt(session);
    };
  }

  #greet(socket: ServerEnd): Session {
    const peerId = `peer-${String(++this.#counter).padStart(3, "0")}`;
    const peer: Peer = { peerId, state: "connected", joinedAt: new Date().toISOString(), metadata: null };
    const session: Session = {
      peerId,
      peer,
      tickets: [],
      events: [],
      handled: 0,
      socket,
      grants: this.grants,
    };
    this.#sessions.set(peerId, session);
    const subscriptions = socket.url.searchParams
      .getAll("topic")
      .filter((topic) => this.intercept("Subscribe", [topic, null]) === undefined)
      .map((topic) => topic.normalize("NFC"))
      .filter((topic) => !this.#refuses(topic) && !this.#isLockedFor(session, topic))
      .map((topic) => this.#subscribe(session, topic));
    // One frame with the handshake's answer, as real services may send it.
    write(socket, [{}, this.#welcome(session, subscriptions)]);
    return session;
  }

  #welcome(session: Session, subscriptions: Subscription[] = []): object {
    const { peerId } = session;
    const resumeTicket = `ticket-${++this.#counter}`;
    session.tickets.push(resumeTicket);
    this.tickets.push(resumeTicket);
    return {
      type: 1,
      target: "Welcome",
      arguments: [
        {
          peerId,
          resumeTicket,
          resumeWindowMs: WINDOW_MS,
          tokenTtlMs: this.tokenTtlMs,
          handshakeReports: this.handshakeReports,
          subscriptions,
        },
      ],
    };
  }

  #handle(
    session: Session,
    socket: ServerEnd,
    invocationId: string,
    method: string,
    args: unknown[],
  ): Session {
    const intercepted = this.intercept(method, args);
    if (intercepted === "lose") return session;
    this.calls.push({ peerId: session.peerId, method, args });
    if (typeof intercepted === "object") {
      if (method.startsWith("Send")) session.handled++;
      write(socket, [{ type: 3, invocationId, result: intercepted }]);
      return session;
    }
    if (method === "Resume") return this.#resume(session, socket, invocationId, args as [string, number]);
    session.tickets = session.tickets.slice(-1);
    const result = this.#do(session, method, args as [string, never, never]);
    if (intercepted !== "silence") write(socket, [{ type: 3, invocationId, result }]);
    return session;
  }

  #resume(
    fresh: Session,
    socket: ServerEnd,
    invocationId: string,
    [ticket, received]: [string, number],
  ): Session {
    const session = [...this.#sessions.values()].find((other) => other.tickets.includes(ticket));
    if (!session || session === fresh) {
      write(socket, [{ type: 3, invocationId, result: { code: "session_gone" } }]);
      return fresh;
    }
    this.#sessions.delete(fresh.peerId);
    clearTimeout(session.timer);
    const older = session.socket;
    session.socket = socket;
    older?.kill();
    const isGap = Number.isNaN(session.handled);
    if (isGap) Object.assign(session, { events: [], handled: 0 });
    const result = isGap ? { code: "gap" } : { code: "ok", received: session.handled };
    const replay = isGap ? [] : session.events.slice(received);
    write(socket, [
      { type: 3, invocationId, result },
      this.#welcome(
        session,
        this.#topicsOf(session).map((topic) => this.#subscribe(session, topic)),
      ),
      ...replay.map(({ target, args }) => ({ type: 1, target, arguments: args })),
    ]);
    if (isGap)
      for (const [topic, { version, peerIds }] of this.#topics)
        if (peerIds.includes(session.peerId))
          this.tell(session.peerId, "Roster", topic, this.#others(session, topic), version);
    this.#update(session, "connected");
    return session;
  }

  #do(session: Session, method: string, [name, to, payload]: [string, never, never]): Answer {
    if (method === "ReportHandshake") return { code: "ok" };
    const topic = name?.normalize("NFC");
    if (method === "Subscribe") {
      if (this.#refuses(topic)) return { code: "invalid_topic" };
      if (this.#isLockedFor(session, topic)) return { code: "topic_locked" };
      session.peer.metadata = (to as { metadata?: never } | null)?.metadata ?? null;
      return { code: "ok", subscription: this.#subscribe(session, topic) };
    }
    if (method === "Bye") {
      this.#leave(session.peerId, "left");
      return { code: "ok" };
    }
    if (method === "RefreshToken") return this.#renew(session);
    if (method.startsWith("Send")) session.handled++;
    if (!this.#topics.get(topic)?.peerIds.includes(session.peerId)) return { code: "not_subscribed" };
    if (method === "UpdateMetadata") {
      session.peer.metadata = to;
      this.#update(session, session.peer.state);
    }
    if (method === "RemovePeer" || method === "LockTopic") return this.#moderate(session, method, topic, to);
    if (method === "GetIceServers")
      return { code: "ok", ...this.ice, iceServers: [{ urls: "stun:renewed" }] };
    if (!method.startsWith("Send")) return { code: "ok" };
    const target = method.slice("Send".length);
    if (target === "Message" && to === "*") {
      for (const { peerId } of this.#others(session, topic))
        this.tell(peerId, target, topic, session.peerId, payload);
      return { code: "ok" };
    }
    if (!this.#topics.get(topic)?.peerIds.includes(to)) return { code: "peer_gone" };
    this.tell(to, target, topic, session.peerId, payload);
    return { code: this.#sessions.get(to)?.socket ? "ok" : "queued" };
  }

  #renew(session: Session): Answer {
    if (this.tokenTtlMs === undefined) return { code: "ok" };
    session.grants = this.grants;
    if (session.peer.locks && !session.grants.includes("moderate")) {
      delete session.peer.locks;
      this.#update(session, session.peer.state);
    }
    return { code: "ok", tokenTtlMs: this.tokenTtlMs };
  }

  #moderate(session: Session, method: string, topic: string, what: unknown): Answer {
    if (!session.grants.includes("moderate")) return { code: "forbidden" };
    if (method === "LockTopic") {
      delete session.peer.locks;
      if (what === true) session.peer.locks = true;
      this.#update(session, session.peer.state);
      return { code: "ok" };
    }
    const state = this.#topics.get(topic);
    const removed = this.#sessions.get(String(what));
    if (!state || !removed || !state.peerIds.includes(removed.peerId)) return { code: "peer_gone" };
    state.peerIds = state.peerIds.filter((peerId) => peerId !== removed.peerId);
    this.#tellTopic(topic, session, "PeerLeft", removed.peerId, "removed");
    this.tell(session.peerId, "PeerLeft", topic, removed.peerId, "removed", state.version);
    this.tell(removed.peerId, "Removed", topic, "removed");
    return { code: "ok" };
  }

  #isLockedFor(session: Session, topic: string): boolean {
    const peerIds = this.#topics.get(topic)?.peerIds ?? [];
    return (
      !peerIds.includes(session.peerId) && peerIds.some((peerId) => this.#sessions.get(peerId)?.peer.locks)
    );
  }

  #subscribe(session: Session, topic: string): Subscription {
    const state = this.#topics.get(topic) ?? { version: 0, peerIds: [] };
    this.#topics.set(topic, state);
    if (!state.peerIds.includes(session.peerId)) {
      state.peerIds.push(session.peerId);
      this.#tellTopic(topic, session, "PeerJoined", { ...session.peer });
    }
    const peers = this.#others(session, topic);
    return { topic, peers, version: state.version, grants: session.grants, ...this.ice };
  }

  #others(session: Session, topic: string): Peer[] {
    return (this.#topics.get(topic)?.peerIds ?? [])
      .filter((peerId) => peerId !== session.peerId)
      .flatMap((peerId) => this.#sessions.get(peerId) ?? [])
      .flatMap(({ grants, peer }) => (grants.includes("hidden") ? [] : peer))
      .map((peer) => ({ ...peer }));
  }

  #tellTopic(topic: string, about: Session, target: string, ...args: unknown[]): void {
    const state = this.#topics.get(topic);
    if (!state || about.grants.includes("hidden")) return;
    state.version++;
    for (const peerId of state.peerIds)
      if (peerId !== about.peerId) this.tell(peerId, target, topic, ...args, state.version);
  }

  #topicsOf(session: Session): string[] {
    return [...this.#topics]
      .filter(([, { peerIds }]) => peerIds.includes(session.peerId))
      .map(([topic]) => topic);
  }

  #update(session: Session, state: Peer["state"]): void {
    session.peer.state = state;
    for (const topic of this.#topicsOf(session))
      this.#tellTopic(topic, session, "PeerUpdated", { ...session.peer });
  }

  #interrupt(session: Session): void {
    session.socket = null;
    if (!this.#sessions.has(session.peerId)) return;
    this.#update(session, "interrupted");
    session.timer = setTimeout(() => this.#leave(session.peerId, "timeout"), WINDOW_MS);
  }

  #leave(peerId: string, reason: string): void {
    const session = this.#sessions.get(peerId);
    if (!session) return;
    clearTimeout(session.timer);
    this.#sessions.delete(peerId);
    for (const topic of this.#topicsOf(session)) {
      const state = this.#topics.get(topic);
      if (state) state.peerIds = state.peerIds.filter((other) => other !== peerId);
      this.#tellTopic(topic, session, "PeerLeft", peerId, reason);
    }
  }

  #refuses(topic: string): boolean {
    return topic.trim() !== topic || topic === "";
  }
}

function write(socket: ServerEnd | null, messages: object[]): void {
  socket?.send(messages.map((message) => JSON.stringify(message) + SEPARATOR).join(""));
}
