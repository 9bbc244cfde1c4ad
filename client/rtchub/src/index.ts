export type { ClientCode, ResultCode, SignalCode } from "./codes.js";
export { clientCodes, signalCodes } from "./codes.js";
export { type ConnectOptions, connect } from "./connect.js";
export { RtcHubError } from "./errors.js";
