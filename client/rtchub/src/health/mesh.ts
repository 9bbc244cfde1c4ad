import type { JsonObject } from "../hub/wire.js";
import type { PeerCall } from "../room/peer-call.js";
import type { LinkState } from "../room/remote-peer.js";

/** More links than anyone has. */
const MAX_LINKS = 256;
const states: readonly unknown[] = [
  "new",
  "connecting",
  "connected",
  "reconnecting",
  "failed",
  "closed",
] satisfies LinkState[];

/** How one peer's links are, by the id of the other end. */
export type MeshRow = ReadonlyMap<string, LinkState>;

/** What peers tell each other over their links: how one of them is connected. A row with a higher number is newer. */
export interface MeshFrame {
  t: "mesh";
  peerId: string;
  number: number;
  links: JsonObject;
}

/** Whom the mesh asks and tells. */
export interface MeshContext {
  ownId(): string;
  calls(): readonly PeerCall[];
  send(call: PeerCall, frame: MeshFrame): void;
  handleChange(): void;
}

/**
 * Who is connected with whom, as everyone tells for themselves. Rows are passed on once, so that those of a broken pair hear of each other
 * by way of the rest.
 */
export class Mesh {
  readonly #context: MeshContext;
  readonly #rows = new Map<string, { number: number; row: MeshRow }>();
  #number = 0;
  #told = "";

  constructor(context: MeshContext) {
    this.#context = context;
  }

  /** By the id of who tells. */
  get rows(): ReadonlyMap<string, MeshRow> {
    return new Map([...this.#rows].map(([peerId, { row }]) => [peerId, row]));
  }

  /** Who is here has changed, or how a link is: everyone is told when that makes our row another. */
  update(): void {
    const calls = this.#context.calls();
    const ownId = this.#context.ownId();
    const ids = new Set([ownId, ...calls.map(({ peerId }) => peerId)]);
    const gone = [...this.#rows.keys()].filter((peerId) => !ids.has(peerId));
    for (const peerId of gone) this.#rows.delete(peerId);
    const row: MeshRow = new Map(calls.map(({ peerId, linkState }) => [peerId, linkState]));
    const told = JSON.stringify([ownId, ...row]);
    const isNews = told !== this.#told;
    if (isNews) {
      this.#told = told;
      this.#rows.set(ownId, { number: ++this.#number, row });
      this.#tell(ownId, calls);
    }
    if (isNews || gone.length > 0) this.#context.handleChange();
  }

  /** A link is open: its other end has heard nothing yet. */
  handleOpen(call: PeerCall): void {
    for (const peerId of this.#rows.keys()) if (peerId !== call.peerId) this.#tell(peerId, [call]);
  }

  /** A peer tells a row, its own or another's. */
  handleFrame(from: PeerCall, { peerId, number, links }: MeshFrame): void {
    const calls = this.#context.calls();
    const known = this.#rows.get(peerId)?.number ?? 0;
    const isOwnWord = peerId === from.peerId;
    // What others tell of someone counts only when it is newer; of whom the service does not list, nothing does.
    if (!calls.some((call) => call.peerId === peerId) || (isOwnWord ? number === known : number <= known))
      return;
    this.#rows.set(peerId, { number, row: parseRow(links) });
    this.#tell(
      peerId,
      calls.filter((call) => call !== from && call.peerId !== peerId),
    );
    this.#context.handleChange();
  }

  /** What they say of their link to us. */
  theirView(peerId: string): LinkState | undefined {
    return this.#rows.get(peerId)?.row.get(this.#context.ownId());
  }

  #tell(peerId: string, calls: readonly PeerCall[]): void {
    const known = this.#rows.get(peerId);
    if (!known) return;
    const links = Object.fromEntries(known.row);
    for (const call of calls) this.#context.send(call, { t: "mesh", peerId, number: known.number, links });
  }
}

function parseRow(links: JsonObject): MeshRow {
  const entries = Object.entries(links).slice(0, MAX_LINKS);
  return new Map(entries.filter((entry): entry is [string, LinkState] => states.includes(entry[1])));
}
