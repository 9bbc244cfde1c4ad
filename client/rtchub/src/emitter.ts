import { report } from "./errors.js";

/** What a map of events looks like: the name of each event and the handler it calls. */
// biome-ignore lint/suspicious/noExplicitAny: a handler of any parameters; `unknown[]` would refuse every typed one
export type EventMap<Events> = { [Name in keyof Events]: (...args: any[]) => void };

/** Typed events. A handler that throws never breaks the library or the other handlers: the error is reported. */
export class Emitter<Events extends EventMap<Events>> {
  readonly #handlers = new Map<keyof Events, Set<Events[keyof Events]>>();
  #held: (() => void)[] | null = null;

  /** Calls `handler` at each `event`; returns the function that ends it. */
  on<Name extends keyof Events>(event: Name, handler: Events[Name]): () => void {
    let handlers = this.#handlers.get(event);
    if (!handlers) {
      handlers = new Set();
      this.#handlers.set(event, handlers);
    }
    handlers.add(handler);
    return () => this.off(event, handler);
  }

  /** Ends what `on` began. */
  off<Name extends keyof Events>(event: Name, handler: Events[Name]): void {
    this.#handlers.get(event)?.delete(handler);
  }

  /** Calls `handler` at the next `event` only; returns the function that ends the waiting. */
  once<Name extends keyof Events>(event: Name, handler: Events[Name]): () => void {
    const off = this.on(event, ((...args: Parameters<Events[Name]>) => {
      off();
      handler(...args);
    }) as Events[Name]);
    return off;
  }

  /** Calls the handlers of `event`, now or when events are released. */
  protected emit<Name extends keyof Events>(event: Name, ...args: Parameters<Events[Name]>): void {
    if (this.#held) {
      this.#held.push(() => this.emit(event, ...args));
      return;
    }
    for (const handler of [...(this.#handlers.get(event) ?? [])]) {
      try {
        handler(...args);
      } catch (error) {
        report(error);
      }
    }
  }

  /** Whether somebody hears `event`, or may yet when events are released. */
  protected isHeard(event: keyof Events): boolean {
    return this.#held !== null || (this.#handlers.get(event)?.size ?? 0) > 0;
  }

  /** Keeps events back, so that whoever awaits this object can attach handlers before the first. */
  protected holdEvents(): void {
    this.#held ??= [];
  }

  /** Hands out the events kept back, in order, after everyone who awaited this object has run. */
  protected releaseEventsSoon(): void {
    setTimeout(() => {
      const held = this.#held ?? [];
      this.#held = null;
      for (const emit of held) emit();
    }, 0);
  }
}
