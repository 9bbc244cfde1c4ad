import { useMemo } from "preact/hooks";
import { encode } from "uqr";

// Cameras want this much light around the code.
const border = 4;

/** A link to point a phone at: dark on light, in dark mode too, or phones would not read it. */
export function QrCode({ link, label }: { link: string; label: string }) {
  const { size, data } = useMemo(() => encode(link, { ecc: "M", border }), [link]);
  const dots = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} />
      <path d={dots.join("")} />
    </svg>
  );
}
