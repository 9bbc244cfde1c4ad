import { RtcHubError } from "../errors.js";
import type { Json } from "../hub/wire.js";
import type { RemotePeer } from "../room/remote-peer.js";
import type { Frame } from "./frames.js";

/** Answers requests of one name. What it throws rejects the request; of an `Error` its message travels, up to 500 characters. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that answers nothing may be any function
export type RequestHandler = (payload: Json, peer: RemotePeer) => Json | void | Promise<Json | void>;

/** How long a request waits. */
export interface RequestOptions {
  /** Milliseconds until it is given up; default 10,000. */
  timeoutMs?: number;
  /** Gives it up when aborted: it rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** What requests need of the call. */
export interface RequestLine {
  readonly peer: RemotePeer;
  send(frame: Frame): Promise<boolean>;
  findHandler(name: string): RequestHandler | undefined;
}

type Answer = Extract<Frame, { t: "response" | "refusal" }>;
interface Open {
  resolve(payload: Json): void;
  reject(reason: unknown): void;
}

const DEFAULT_MS = 10_000;
/** The longest a timer can take. */
const LONGEST_MS = 2 ** 31 - 1;
const LONGEST_MESSAGE = 500;
/** A peer may have so many requests handled at once; further ones get no answer. */
const MAX_HANDLED = 256;

/** The requests to one peer and from it. */
export class Requests {
  readonly #line: RequestLine;
  readonly #open = new Map<number, Open>();
  /** Never begins anew: an answer to a request over an earlier link is not taken for another. */
  #lastId = 0;
  #handled = 0;

  constructor(line: RequestLine) {
    this.#line = line;
  }

  request(name: string, payload: Json, { timeoutMs = DEFAULT_MS, signal }: RequestOptions): Promise<Json> {
    const id = ++this.#lastId;
    let finish = () => {};
    const answered = new Promise<Json>((resolve, reject) => {
      signal?.throwIfAborted();
      const fail = (code: "request_timeout" | "not_connected") => reject(new RtcHubError(code));
      const abort = () => reject(signal?.reason);
      const timer = setTimeout(() => fail("request_timeout"), Math.min(timeoutMs, LONGEST_MS));
      signal?.addEventListener("abort", abort);
      finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.#open.delete(id);
      };
      this.#open.set(id, { resolve, reject });
      this.#line
        .send({ t: "request", id, name, payload })
        .then((isSent) => isSent || fail("not_connected"), reject);
    });
    return answered.finally(() => finish());
  }

  async handleRequest({ id, name, payload }: Extract<Frame, { t: "request" }>): Promise<void> {
    if (this.#handled >= MAX_HANDLED) return;
    this.#handled++;
    const refuse = (code: "request_unknown" | "request_failed", message = "") =>
      this.#line.send({ t: "refusal", id, code, message: message.slice(0, LONGEST_MESSAGE) });
    const handler = this.#line.findHandler(name);
    try {
      if (!handler) await refuse("request_unknown");
      else
        await this.#line.send({
          t: "response",
          id,
          payload: (await handler(payload, this.#line.peer)) ?? null,
        });
    } catch (error) {
      await refuse("request_failed", error instanceof Error ? error.message : "");
    }
    this.#handled--;
  }

  handleAnswer(answer: Answer): void {
    const open = this.#open.get(answer.id);
    if (answer.t === "response") open?.resolve(answer.payload);
    else open?.reject(new RtcHubError(answer.code, answer.message.slice(0, LONGEST_MESSAGE) || undefined));
  }

  /** The link is gone, and with it what is not answered. */
  handleDown(): void {
    for (const { reject } of this.#open.values()) reject(new RtcHubError("not_connected"));
  }
}
