import type { Answer } from "./wire.js";

/** A call to the service, from the moment it is asked for until its answer. */
export interface Call {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly settle: (answer: Answer) => void;
}

/** A call with its place in the order the calls were asked for. */
type Entry = Call & { readonly order: number };

/** The service counts the `Send*` calls it handled. Every other call is idempotent and simply made again. */
const isCounted = (call: Call) => call.method.startsWith("Send");

const carriesMetadata = (call: Call) => call.method === "Subscribe" || call.method === "UpdateMetadata";

/**
 * The calls that have no answer yet, in order, and the count that tells after a resume which of them the service has handled:
 * the acknowledgement counting of XEP-0198.
 */
export class SendLog {
  /** On the wire, oldest first. */
  #sent: Entry[] = [];
  /** Not on the wire, or to be put there again; in order. */
  #waiting: Entry[] = [];
  /** How many counted calls of this session the service is known to have handled. */
  #handled = 0;
  #asked = 0;

  add(call: Call): void {
    this.#waiting.push({ ...call, order: this.#asked++ });
  }

  /** The next call to put on the wire, or undefined. */
  next(): Call | undefined {
    const entry = this.#waiting.shift();
    if (entry) this.#sent.push(entry);
    return entry;
  }

  handleAnswer(call: Call, answer: Answer): void {
    this.#takeSent(call);
    call.settle(answer);
  }

  /** The service refused the call for now (it counts as handled): it goes out again, in its old place. */
  handleRefusedForNow(call: Call): void {
    this.#repeat(this.#takeSent(call));
  }

  /** The session goes on and the service handled `received` counted calls: the later ones are to be sent again, in order. */
  handleResumed(received: number): void {
    const again = this.#sent.filter((entry) => {
      if (!isCounted(entry) || this.#handled >= received) return true;
      this.#handled++;
      entry.settle({ code: "ok", fields: {} });
      return false;
    });
    this.#sent = [];
    this.#repeat(again);
  }

  /**
   * The session goes on with possible loss: what is not known to be handled is sent again, and both counts start anew.
   * A service that still knows how many calls it handled says so, and saves its peers the doubles.
   */
  handleGap(received = 0): void {
    this.handleResumed(received);
    this.#handled = 0;
  }

  /**
   * The session is over: no signal of it can be delivered. Returns the other calls, which the new session may answer; those with metadata
   * only if that means something to another session too.
   */
  handleSessionGone(repeatMetadata = true): Call[] {
    this.handleGap();
    const calls = this.#waiting.splice(0);
    const isOver = (call: Call) => isCounted(call) || (!repeatMetadata && carriesMetadata(call));
    for (const call of calls) if (isOver(call)) call.settle({ code: "session_gone", fields: {} });
    return calls.filter((call) => !isOver(call));
  }

  /** Nothing will be sent any more. */
  handleClosed(): void {
    this.handleGap();
    for (const call of this.#waiting.splice(0)) call.settle({ code: "closed", fields: {} });
  }

  #takeSent(call: Call): Entry[] {
    const taken = this.#sent.filter((entry) => entry === call);
    this.#sent = this.#sent.filter((entry) => entry !== call);
    if (taken.length > 0 && isCounted(call)) this.#handled++;
    return taken;
  }

  #repeat(entries: Entry[]): void {
    this.#waiting = [...entries, ...this.#waiting].sort((a, b) => a.order - b.order);
  }
}
