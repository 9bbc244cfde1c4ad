/** Why we are no longer in a call, in words. */
export interface Removal {
  title: string;
  text: string;
}

/** Words for the reasons of the room's `removed`. */
export function removal(reason: string): Removal {
  switch (reason) {
    case "removed":
      return { title: "You were taken out of the call", text: "A moderator took you out of the call." };
    case "token_expired":
      return {
        title: "Your invitation has ended",
        text: "The call goes on without you. Ask whoever invited you for a new link.",
      };
    case "forbidden":
      return {
        title: "You are no longer invited",
        text: "Your invitation does not allow this topic any more. Ask whoever invited you for a new link.",
      };
    default:
      return { title: "You were taken out of the call", text: `The service gave this reason: ${reason}.` };
  }
}
