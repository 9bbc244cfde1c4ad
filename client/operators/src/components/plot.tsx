import { type Figure, pointsOf } from "../state/figures";
import { formatFigure, noFigure } from "../state/format";
import type { Sample } from "../state/history";
import { pathThrough, upperEnd } from "../state/scale";

interface PlotProps {
  figure: Figure;
  samples: readonly Sample[];
  /** Null for all nodes. */
  nodeId: string | null;
}

/** A figure now, and how it was in the last five minutes. */
export function Plot({ figure: { title, unit, note, lines }, samples, nodeId }: PlotProps) {
  const now = samples.at(-1)?.at ?? 0;
  const drawn = lines.map((line) => ({ name: line.name, points: pointsOf(line, samples, nodeId) }));
  const values = drawn
    .flatMap(({ points }) => points.map(({ value }) => value))
    .filter((value) => value !== null);
  const upper = upperEnd(unit, Math.max(0, ...values));
  const latest = drawn.map(({ name, points }) => ({
    name,
    text: formatFigure(unit, points.at(-1)?.value ?? null),
  }));
  return (
    <figure class="plot card">
      <figcaption>
        <span class="plot-title">{title}</span>
        {note && nodeId === null && <span class="plot-note">{note}</span>}
        <span class="plot-now">
          {values.length === 0 && <span class="no-figure">{noFigure}</span>}
          {values.length > 0 &&
            latest.map(({ name, text }, index) => (
              <span key={name} data-line={index}>
                {lines.length > 1 && <span class="line-name">{name} </span>}
                {text}
              </span>
            ))}
        </span>
      </figcaption>
      <div class="plot-field" aria-hidden={values.length === 0}>
        <div class="plot-scale" aria-hidden="true">
          <span>{values.length > 0 && formatFigure(unit, upper)}</span>
          <span>{values.length > 0 && formatFigure(unit, upper / 2)}</span>
          <span>{values.length > 0 && formatFigure(unit, 0)}</span>
        </div>
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={describe(title, values, (value) => formatFigure(unit, value))}
        >
          <path class="grid" d="M0 0H100M0 50H100M0 100H100" />
          {drawn.map(({ name, points }, index) => (
            <path key={name} class="line" data-line={index} d={pathThrough(points, now, upper)} />
          ))}
        </svg>
        <div class="plot-times" aria-hidden="true">
          <span>−5 min</span>
          <span>now</span>
        </div>
      </div>
    </figure>
  );
}

function describe(title: string, values: readonly number[], format: (value: number) => string): string {
  if (values.length === 0) return `${title}: ${noFigure}`;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${title} in the last five minutes: at least ${format(least)}, at most ${format(most)}`;
}
