import { computed, signal } from "@preact/signals";
import type { RemotePeer, Room } from "rtchub";
import { codeOf } from "./join-problem";
import { displayName, listNames } from "./names";

interface Access {
  mayModerate: boolean;
  mayCall: boolean;
  /** We keep the call locked. */
  locks: boolean;
  /** Whoever keeps it locked. */
  lockers: readonly string[];
}

/** What our invitation allows in the call, whether the call is locked, and what a moderator does about it. */
export class Moderation {
  readonly #room: Room;
  readonly #say: (text: string) => void;
  readonly #access = signal<Access>({ mayModerate: false, mayCall: true, locks: false, lockers: [] });
  readonly mayModerate = computed(() => this.#access.value.mayModerate);
  readonly mayCall = computed(() => this.#access.value.mayCall);
  readonly locks = computed(() => this.#access.value.locks);
  /** "Locked by Ada", or null for a call that is open. */
  readonly lockNote = computed(() => {
    const { lockers } = this.#access.value;
    return lockers.length > 0 ? `Locked by ${listNames(lockers)}` : null;
  });

  /** `say` tells the user what came of it. */
  constructor(room: Room, say: (text: string) => void) {
    this.#room = room;
    this.#say = say;
    this.refresh();
  }

  refresh(): void {
    const { grants, locks, isLocked, peers } = this.#room;
    const others = [...peers.values()].filter((peer) => isLocked && peer.locks).map(nameOf);
    this.#access.value = {
      mayModerate: grants.includes("moderate"),
      mayCall: grants.includes("signal") && !grants.includes("hidden"),
      locks,
      lockers: locks ? ["you", ...others] : others,
    };
  }

  async setLocked(locked: boolean): Promise<void> {
    await this.#try(
      () => this.#room.lock(locked),
      locked ? "The call is locked: nobody else can join." : "Your lock is off.",
    );
  }

  async remove(peer: RemotePeer): Promise<void> {
    await this.#try(() => this.#room.remove(peer), `${nameOf(peer)} was taken out of the call.`);
  }

  async #try(act: () => Promise<void>, done: string): Promise<void> {
    try {
      await act();
      this.#say(done);
    } catch (error) {
      this.#say(refusal(codeOf(error)));
    }
    this.refresh();
  }
}

function nameOf(peer: RemotePeer): string {
  return displayName(peer.metadata?.name);
}

function refusal(code: string): string {
  if (code === "peer_gone") return "They have left already.";
  if (code === "forbidden") return "Your invitation does not allow that any more.";
  return `That did not work (${code}). Try again in a moment.`;
}
