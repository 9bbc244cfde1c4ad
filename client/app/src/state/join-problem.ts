/** Why a call could not be joined, in words, and what is to be looked at: the topic, the service, or one's own network. */
export interface JoinProblem {
  about: "topic" | "service" | "network";
  text: string;
}

export const unexpected = "unexpected";

/** Words for the codes of `RtcHubError`; `isInvited` says whether we showed a join token. */
export function joinProblem(code: string, isInvited = false): JoinProblem {
  switch (code) {
    case "topic_full":
      return {
        about: "topic",
        text: "This call is full. Wait until someone leaves, or choose another topic.",
      };
    case "topic_locked":
      return {
        about: "topic",
        text: "This call is locked. Ask a moderator to let newcomers in, then press Join again.",
      };
    case "invalid_topic":
      return { about: "topic", text: "The service does not accept this topic. Try a shorter, simpler one." };
    case "invalid_secret":
      return { about: "service", text: "This link is not complete. Ask for it again, and open all of it." };
    case "forbidden":
      return {
        about: "service",
        text: isInvited
          ? "Your invitation does not allow this topic, or it has ended. Ask whoever invited you for a new link."
          : "This service lets people in by invitation. Open the link of your invitation, or ask for one.",
      };
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
        about: "network",
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
