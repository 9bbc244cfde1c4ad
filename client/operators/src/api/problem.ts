import { Fields, UnexpectedAnswer } from "./fields";

/** Why something did not work. */
export class Problem extends Error {
  /** `status` is HTTP's, or 0 when there was no answer. */
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text);
  }
}

/** What the server says of its refusal (RFC 9457), or something in front of it. */
export async function refusalOf(response: Response): Promise<Problem> {
  const detail = await response.json().then(
    (json: unknown) => new Fields(json).textOrEmpty("detail"),
    () => "",
  );
  return new Problem(response.status, detail || `The server answered ${response.status}.`);
}

/** Of anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UnexpectedAnswer)
    return new Problem(
      0,
      "This page does not understand the server’s answer: it may be of another version. Reload it.",
    );
  return new Problem(0, "The server does not answer.");
}
