import type { Unit } from "./figures";

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export const noFigure = "no figure";

export function formatFigure(unit: Unit, value: number | null): string {
  if (value === null) return noFigure;
  switch (unit) {
    case "count":
      return whole.format(value);
    case "perSecond":
      return `${fine.format(value)}/s`;
    case "share":
      return percent.format(value);
    case "bytes":
      return formatBytes(value);
    case "ms":
      return `${whole.format(value)} ms`;
  }
}

export function formatBytes(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2;
  return mebibytes < 1024 ? `${whole.format(mebibytes)} MiB` : `${fine.format(mebibytes / 1024)} GiB`;
}

/** The two largest units: "3 d 4 h", "12 min 5 s", "8 s". */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const units: [size: number, name: string][] = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first < 0) return "0 s";
  let rest = seconds;
  const parts = units.slice(first, first + 2).map(([size, name]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? `${count} ${name}` : "";
  });
  return parts.filter((part) => part !== "").join(" ");
}

export function formatClock(at: number): string {
  return clock.format(at);
}

export function formatDate(at: number): string {
  return date.format(at);
}

/** Enough of an id to tell it from others. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

export function plural(count: number, one: string, other: string): string {
  return `${whole.format(count)} ${count === 1 ? one : other}`;
}
