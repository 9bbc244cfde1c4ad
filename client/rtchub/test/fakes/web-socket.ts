/** One way through the fake network. */
export const LATENCY_MS = 1;

/** The service's end of a fake WebSocket. */
export interface ServerEnd {
  url: URL;
  /** Whether the connection may open. */
  accept: boolean;
  /** How long the browser holds it back before, in milliseconds. */
  heldBackMs: number;
  handleMessage: (data: string) => void;
  handleClosed: () => void;
  send: (data: string) => void;
  /** Breaks the connection: the client sees a close that was not clean. */
  kill: () => void;
}

/** A WebSocket class whose connections end at `connect`, as @microsoft/signalr takes it. */
export function fakeWebSocket(connect: (end: ServerEnd) => void): new (url: string) => unknown {
  return class FakeWebSocket {
    static readonly OPEN = 1;
    readyState = 0;
    onopen: ((event: object) => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    onerror: ((event: object) => void) | null = null;
    onclose: ((event: object) => void) | null = null;
    readonly #end: ServerEnd;

    constructor(url: string) {
      this.#end = {
        url: new URL(url),
        accept: true,
        heldBackMs: 0,
        handleMessage: () => {},
        handleClosed: () => {},
        send: (data) => this.#later(() => this.readyState === 1 && this.onmessage?.({ data })),
        kill: () => this.#finish(1006),
      };
      connect(this.#end);
      setTimeout(() => {
        if (!this.#end.accept) return this.#finish(1006);
        this.readyState = 1;
        this.onopen?.({});
      }, LATENCY_MS + this.#end.heldBackMs);
    }

    send(data: string): void {
      this.#later(() => this.readyState === 1 && this.#end.handleMessage(data));
    }

    close(): void {
      this.#finish(1000);
    }

    #finish(code: number): void {
      if (this.readyState === 3) return;
      this.readyState = 3;
      this.#end.handleClosed();
      this.onclose?.({ code, wasClean: code === 1000, reason: "" });
    }

    #later(action: () => void): void {
      setTimeout(action, LATENCY_MS);
    }
  };
}
