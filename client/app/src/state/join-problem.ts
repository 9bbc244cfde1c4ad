/** Why a call could not be joined, in words, and whether the topic is to be changed. */
export interface JoinProblem {
  about: "topic" | "service";
  text: string;
}

export const unexpected = "unexpected";

/** Words for the codes of `RtcHubError`. */
export function joinProblem(code: string): JoinProblem {
  switch (code) {
    case "topic_full":
      return {
        about: "topic",
        text: "This call is full. Wait until someone leaves, or choose another topic.",
      };
    case "invalid_topic":
      return { about: "topic", text: "The service does not accept this topic. Try a shorter, simpler one." };
    case "invalid_secret":
      return { about: "service", text: "This link is not complete. Ask for it again, and open all of it." };
    case "forbidden":
      return { about: "topic", text: "You are not allowed to join this topic. Ask whoever invited you." };
    case "too_many_topics":
    case "rate_limited":
      return {
        about: "service",
        text: "The service is busy right now. Wait a moment, then press Join again.",
      };
    case "backplane_unavailable":
      return {
        about: "service",
        text: "The service has trouble reaching its other servers. Try again in a minute.",
      };
    case "unreachable":
    case "closed":
      return {
        about: "service",
        text: "The service cannot be reached. Check your network connection, then press Join again.",
      };
    default:
      return { about: "service", text: `Joining did not work (${code}). Press Join to try again.` };
  }
}

/** The code of an `RtcHubError`; any other error is a bug of ours. */
export function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : unexpected;
}
