import type { QualityWord } from "rtchub";
import { words } from "../words";

const bars: Record<QualityWord, number> = { good: 3, fair: 2, poor: 1, none: 0 };

/** How a link is: as many bars as it is good, and the word for those who do not see them. */
export function QualityMark({ quality }: { quality: QualityWord }) {
  return (
    <span class="quality" data-quality={quality}>
      {[1, 2, 3].map((bar) => (
        <span key={bar} class="quality-bar" data-lit={bar <= bars[quality]} />
      ))}
      <span class="visually-hidden">{words.value.details.mark(words.value.details.qualities[quality])}</span>
    </span>
  );
}
