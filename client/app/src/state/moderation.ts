import { computed, signal } from "@preact/signals";
import type { RemotePeer, Room } from "rtchub";
import { words } from "../words";
import { codeOf } from "./join-problem";
import { listNames, nameOf } from "./names";

interface Access {
  mayModerate: boolean;
  mayCall: boolean;
  /** We keep the call locked. */
  locks: boolean;
  /** The others who keep it locked. */
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
    const { locks, lockers } = this.#access.value;
    const names = locks ? [words.value.moderation.byYou, ...lockers] : lockers;
    return names.length > 0 ? words.value.moderation.lockedBy(listNames(names)) : null;
  });

  /** `say` tells the user what came of it. */
  constructor(room: Room, say: (text: string) => void) {
    this.#room = room;
    this.#say = say;
    this.refresh();
  }

  refresh(): void {
    const { grants, locks, isLocked, peers } = this.#room;
    this.#access.value = {
      mayModerate: grants.includes("moderate"),
      mayCall: grants.includes("signal") && !grants.includes("hidden"),
      locks,
      lockers: [...peers.values()].filter((peer) => isLocked && peer.locks).map(nameOf),
    };
  }

  async setLocked(locked: boolean): Promise<void> {
    await this.#try(async () => {
      await this.#room.lock(locked);
      this.#say(locked ? words.value.moderation.nowLocked : words.value.moderation.nowUnlocked);
    });
  }

  /** That it was done is said to everyone. */
  async remove(peer: RemotePeer): Promise<void> {
    await this.#try(() => this.#room.remove(peer));
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#say(refusal(codeOf(error)));
    }
    this.refresh();
  }
}

function refusal(code: string): string {
  if (code === "peer_gone") return words.value.moderation.gone;
  if (code === "forbidden") return words.value.moderation.forbidden;
  return words.value.moderation.failed(code);
}
