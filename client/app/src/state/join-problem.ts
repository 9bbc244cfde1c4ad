import { words } from "../words";

/** Why a call could not be joined, in words, and what is to be looked at: the topic, the service, or one's own network. */
export interface JoinProblem {
  about: "topic" | "service" | "network";
  text: string;
}

export const unexpected = "unexpected";

/** Words for the codes of `RtcHubError`; `isInvited` says whether we showed a join token. */
export function joinProblem(code: string, isInvited = false): JoinProblem {
  const say = words.value.joinProblems;
  switch (code) {
    case "topic_full":
      return { about: "topic", text: say.full };
    case "topic_locked":
      return { about: "topic", text: say.locked };
    case "invalid_topic":
      return { about: "topic", text: say.topic };
    case "invalid_secret":
      return { about: "service", text: say.secret };
    case "forbidden":
      return { about: "service", text: isInvited ? say.invitationEnded : say.notInvited };
    case "too_many_topics":
    case "rate_limited":
      return { about: "service", text: say.busy };
    case "backplane_unavailable":
      return { about: "service", text: say.backplane };
    case "unreachable":
    case "closed":
      return { about: "network", text: say.unreachable };
    default:
      return { about: "service", text: say.other(code) };
  }
}

/** The code of an `RtcHubError`; any other error is a bug of ours. */
export function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : unexpected;
}
