import { listNames } from "../state/names";

/** Who got a message that we sent, and who did not. */
export interface Delivery {
  deliveredCount: number;
  missedNames: readonly string[];
}

/** The words under a message that did not reach everybody, or null when it did. */
export function deliveryMark({ deliveredCount, missedNames }: Delivery): string | null {
  if (missedNames.length > 0) return `Not delivered to ${listNames(missedNames)}`;
  if (deliveredCount === 0) return "Nobody else was here to get this";
  return null;
}
