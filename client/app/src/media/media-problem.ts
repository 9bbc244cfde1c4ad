export type DeviceKind = "camera" | "microphone";

/** Why a camera or microphone is not there. */
export type MediaProblem = "missing" | "denied" | "busy" | "unplugged" | "insecure";

/** What `getUserMedia` refused with. */
export function mediaProblem(error: unknown): MediaProblem {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "busy";
}

/** A short label for a tile. */
export function problemLabel(kind: DeviceKind, problem: MediaProblem): string {
  switch (problem) {
    case "missing":
    case "unplugged":
      return `No ${kind}`;
    case "denied":
    case "insecure":
      return `${capital(kind)} blocked`;
    case "busy":
      return `${capital(kind)} in use elsewhere`;
  }
}

/** What happened and what to try. */
export function problemWords(kind: DeviceKind, problem: MediaProblem): string {
  const again = kind === "camera" ? "Start camera" : "Unmute microphone";
  switch (problem) {
    case "missing":
      return `No ${kind} was found. Plug one in and press ${again}.`;
    case "unplugged":
      return `The ${kind} was disconnected. Plug it in again and press ${again}.`;
    case "denied":
      return `Your browser blocks the ${kind}. Allow it beside the address bar, then press ${again}.`;
    case "busy":
      return `The ${kind} cannot be used. Close other programs that use it, then press ${again}.`;
    case "insecure":
      return `Browsers give the ${kind} only to pages with an https:// address.`;
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
