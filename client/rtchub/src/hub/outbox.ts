import { RtcHubError } from "../errors.js";
import type { Outcome, ServiceConnection } from "./hub-connection.js";
import { fitsOneMessage } from "./message-size.js";
import { type Call, SendLog } from "./send-log.js";
import { type Answer, parseAnswer } from "./wire.js";

/** The service says how long to wait; this is for an answer that forgets to. */
const DEFAULT_RETRY_MS = 1_000;

/** Puts calls on the wire, in order, whenever there is one; slows down when the service asks for it. */
export class Outbox {
  /** What has no answer yet. */
  readonly log = new SendLog();
  /** Where calls go; null while none may be made. */
  #connection: ServiceConnection | null = null;
  #pauseTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /**
   * Calls a method of the service, now or as soon as the session is up. Settles for certain.
   * `handleAnswer` hears the answer in its place among the events; the promise settles a little later.
   */
  call(method: string, args: unknown[], handleAnswer?: (answer: Answer) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const settle = (answer: Answer) => {
        try {
          handleAnswer?.(answer);
          resolve(answer);
        } catch (cause) {
          reject(new RtcHubError("unexpected_answer", undefined, { cause }));
        }
      };
      if (this.#isClosed) {
        settle({ code: "closed", fields: {} });
      } else if (!fitsOneMessage(args)) {
        settle({ code: "too_large", fields: {} });
      } else {
        this.log.add({ method, args, settle });
        this.flush();
      }
    });
  }

  /** From now on calls go to `connection`; `flush` sends those that have waited. */
  attach(connection: ServiceConnection): void {
    this.#connection = connection;
  }

  /** From now on calls wait, and answers still on the way are not heard: Resume counts what was handled. */
  detach(): void {
    this.#connection = null;
  }

  flush(): void {
    const connection = this.#connection;
    if (!connection || this.#pauseTimer !== undefined) return;
    for (let call = this.log.next(); call; call = this.log.next()) this.#put(call, connection);
  }

  close(): void {
    this.#isClosed = true;
    this.detach();
    clearTimeout(this.#pauseTimer);
    this.log.handleClosed();
  }

  #put(call: Call, connection: ServiceConnection): void {
    connection.call(call.method, call.args, (outcome) => {
      if (connection !== this.#connection) return;
      const answer = toAnswer(outcome);
      if (answer.code === "rate_limited") {
        this.log.handleRefusedForNow(call);
        this.#pauseFor(answer.fields.retryAfterMs);
      } else {
        this.log.handleAnswer(call, answer);
      }
    });
  }

  #pauseFor(retryAfterMs: unknown): void {
    clearTimeout(this.#pauseTimer);
    const ms = typeof retryAfterMs === "number" ? retryAfterMs : DEFAULT_RETRY_MS;
    this.#pauseTimer = setTimeout(() => {
      this.#pauseTimer = undefined;
      this.flush();
    }, ms);
  }
}

/** What the service said, or `unexpected_answer` for SignalR's own error and for what is no answer at all. */
export function toAnswer(outcome: Outcome): Answer {
  try {
    if ("value" in outcome) return parseAnswer(outcome.value);
  } catch {
    // Not an object.
  }
  return { code: "unexpected_answer", fields: {} };
}
