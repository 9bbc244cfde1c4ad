import type { Reactions } from "../reactions/reactions";

const lanes = 4;

/** Float over one tile. For the eye; ReactionsSaid tells the others. */
export function TileReactions({ reactions, tileKey }: { reactions: Reactions; tileKey: number }) {
  return (
    <div class="reactions" aria-hidden="true">
      {reactions.shown.value
        .filter(({ key }) => key === tileKey)
        .map(({ id, emoji }) => (
          <span key={id} class="reaction emoji" data-lane={id % lanes}>
            {emoji}
          </span>
        ))}
    </div>
  );
}

/** Says whose reaction it is, to those who do not see where it floats. */
export function ReactionsSaid({ reactions }: { reactions: Reactions }) {
  return (
    <p class="visually-hidden" aria-live="polite" aria-atomic="false">
      {reactions.shown.value.map(({ id, name, emoji }) => (
        <span key={id}>
          {name}: {emoji}
        </span>
      ))}
    </p>
  );
}
