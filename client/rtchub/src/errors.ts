import { clientCodes, type ResultCode, signalCodes } from "./codes.js";

/** The one error class of this library: `code` says what happened, stable for programs. */
export class RtcHubError extends Error {
  /** Always the same. */
  override readonly name = "RtcHubError";

  /** What happened. */
  readonly code: ResultCode;

  /** `detail` replaces the code's own sentence as the message. */
  constructor(code: ResultCode, detail?: string, options?: ErrorOptions) {
    super(detail ?? { ...signalCodes, ...clientCodes }[code], options);
    this.code = code;
  }
}

/** Shows an error of the application's own function the way the browser shows uncaught ones. */
export function report(error: unknown): void {
  if (typeof reportError === "function") reportError(error);
  else console.error(error);
}
