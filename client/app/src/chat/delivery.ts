import { listNames } from "../state/names";
import { words } from "../words";

/** Who got a message that we sent, and who did not. */
export interface Delivery {
  deliveredCount: number;
  missedNames: readonly string[];
}

/** The words under a message that is being sent (`null`) or did not reach everybody; null when it did. */
export function deliveryMark(delivery: Delivery | null): string | null {
  if (!delivery) return words.value.chat.sending;
  const { deliveredCount, missedNames } = delivery;
  if (missedNames.length > 0) return words.value.chat.notDelivered(listNames(missedNames));
  if (deliveredCount === 0) return words.value.chat.nobody;
  return null;
}
