import { locale, words } from "../words";

const minuteMs = 60_000;

/** "40 seconds", "12 minutes", "1 hour and 5 minutes", in the page's language. */
export function durationWords(ms: number): string {
  if (ms < minuteMs) return inUnit(Math.round(ms / 1000), "second");
  const minutes = Math.round(ms / minuteMs);
  const hours = Math.floor(minutes / 60);
  const parts = [
    ...(hours > 0 ? [inUnit(hours, "hour")] : []),
    ...(minutes % 60 > 0 ? [inUnit(minutes % 60, "minute")] : []),
  ];
  return words.value.list(parts);
}

function inUnit(count: number, unit: string): string {
  return new Intl.NumberFormat(locale.value, { style: "unit", unit, unitDisplay: "long" }).format(count);
}
