import type { LinkState, MeshRow } from "rtchub";

/** How one end of a link sees it; `self` where there is none. */
export type MeshCell = "up" | "trying" | "failed" | "unknown" | "self";

/** Someone in the call, and how their link to each of the others is, in the order of the people. */
export interface MeshPerson {
  peerId: string;
  name: string;
  cells: readonly MeshCell[];
}

/** The room's mesh as a table of the people who are here. */
export function viewMesh(
  mesh: ReadonlyMap<string, MeshRow>,
  people: readonly { peerId: string; name: string }[],
): MeshPerson[] {
  return people.map(({ peerId, name }) => {
    const links = mesh.get(peerId);
    const cells = people.map((other) =>
      other.peerId === peerId ? "self" : cellOf(links?.get(other.peerId)),
    );
    return { peerId, name, cells };
  });
}

function cellOf(state: LinkState | undefined): MeshCell {
  if (!state) return "unknown";
  if (state === "connected") return "up";
  return state === "failed" || state === "closed" ? "failed" : "trying";
}
