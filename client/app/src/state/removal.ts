import { words } from "../words";

/** Why we are no longer in a call, in words. */
export interface Removal {
  title: string;
  text: string;
  /** It was nobody's wish that we go: the way back is open. */
  mayRejoin: boolean;
}

/** Words for the reasons of the room's `removed`. */
export function removal(reason: string): Removal {
  const say = words.value.ended;
  switch (reason) {
    case "removed":
      return { title: say.removed, text: say.removedText, mayRejoin: false };
    case "token_expired":
      return { title: say.expired, text: say.expiredText, mayRejoin: false };
    case "forbidden":
      return { title: say.forbidden, text: say.forbiddenText, mayRejoin: false };
    case "taken_over":
      return { title: say.takenOver, text: say.takenOverText, mayRejoin: true };
    default:
      return { title: say.removed, text: say.reason(reason), mayRejoin: false };
  }
}
