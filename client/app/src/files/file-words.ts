import { locale, words } from "../words";
import type { FileView } from "./file-view";
import { OfferedFile } from "./offered-file";

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** "1.2 GB", in the page's language. */
export function sizeWords(bytes: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const format = new Intl.NumberFormat(locale.value, {
    style: "unit",
    unit: units[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: 1,
  });
  return format.format(bytes / 1000 ** step);
}

/** How far a file is, in percent. An empty one has nothing left to wait for. */
export function percentOf({ bytes, size }: FileView): number {
  return size === 0 ? 100 : Math.floor((100 * bytes.value) / size);
}

/** How a transfer is, in words; of one under way `percentOf` tells the rest. */
export function fileState(file: FileView): string {
  const say = words.value.files;
  const isOurs = !(file instanceof OfferedFile);
  switch (file.state.value) {
    case "offered":
      return isOurs ? say.waiting : say.offeredToYou;
    case "transferring":
      return isOurs ? say.sending : say.receiving;
    case "done":
      return isOurs ? say.delivered : say.received;
    case "failed":
      return say.failed(failureWords(file.failure.value));
    default:
      return say[file.state.value];
  }
}

function failureWords(code: string | null): string {
  const { failures } = words.value.files;
  return (code !== null && Object.entries(failures).find(([known]) => known === code)?.[1]) || failures.other;
}
