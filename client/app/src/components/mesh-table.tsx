import type { MeshCell, MeshPerson } from "../state/mesh-view";
import { words } from "../words";

const signs: Record<MeshCell, string> = { up: "✓", trying: "…", failed: "✗", unknown: "?", self: "" };

/** Who hears whom, as everyone tells for themselves. */
export function MeshTable({ rows }: { rows: readonly MeshPerson[] }) {
  const say = words.value.details;
  return (
    <table class="details mesh">
      <thead>
        <tr>
          <td />
          {rows.map(({ peerId, name }) => (
            <th key={peerId} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ peerId, name, cells }) => (
          <tr key={peerId}>
            <th scope="row">{name}</th>
            {cells.map((cell, place) => (
              <td key={place} data-mesh={cell}>
                <span aria-hidden="true">{signs[cell]}</span>
                <span class="visually-hidden">{say.meshCells[cell]}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
