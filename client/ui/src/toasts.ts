import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  /** What can be done about it, here as elsewhere. */
  action: ToastAction | undefined;
}

export interface ToastAction {
  label: string;
  act: () => void;
}

/** Tells the user something for a moment. */
export type Say = (text: string, action?: ToastAction) => void;

const most = 3;

/** Notices that come, stay long enough to be read, and go by themselves. */
export class Toasts {
  /** At most three, the oldest first. */
  readonly shown = signal<readonly Toast[]>([]);
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #lastId = 0;
  #isHeld = false;

  /** The same text again takes the place of the one before. */
  show(text: string, action?: ToastAction): void {
    const others = this.shown.value.filter((toast) => toast.text !== text);
    const toast = { id: ++this.#lastId, text, action };
    this.shown.value = [...others, toast].slice(-most);
    if (!this.#isHeld) this.#time(toast);
  }

  /** Sent away by hand: whoever was at it is at none any more, and browsers do not always say so. */
  dismiss(id: number): void {
    this.#remove(id);
    this.hold(false);
  }

  /** Nothing goes while someone is at it; after that everything has its whole time again. */
  hold(held: boolean): void {
    this.#isHeld = held;
    this.#stopTimers();
    if (!held) for (const toast of this.shown.value) this.#time(toast);
  }

  clear(): void {
    this.#stopTimers();
    this.shown.value = [];
  }

  #remove(id: number): void {
    this.shown.value = this.shown.value.filter((toast) => toast.id !== id);
  }

  #time({ id, text, action }: Toast): void {
    this.#timers.set(
      id,
      setTimeout(
        () => {
          this.#timers.delete(id);
          this.#remove(id);
        },
        readingMs(text + (action?.label ?? "")),
      ),
    );
  }

  #stopTimers(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** A moment to notice it, and time for every letter. */
function readingMs(text: string): number {
  return 4000 + text.length * 50;
}
