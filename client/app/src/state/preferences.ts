/** What this browser remembers between calls. */
export interface Preferences {
  name: string;
  cameraId: string;
  microphoneId: string;
}

const key = "rtchub.preferences";
const nothing: Preferences = { name: "", cameraId: "", microphoneId: "" };

/** Storage may be blocked or hold anything: then there is simply nothing to remember. */
export function loadPreferences(): Preferences {
  try {
    const saved = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<
      Record<keyof Preferences, unknown>
    >;
    return {
      name: text(saved.name),
      cameraId: text(saved.cameraId),
      microphoneId: text(saved.microphoneId),
    };
  } catch {
    return nothing;
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // A private window without storage: the call works all the same.
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
