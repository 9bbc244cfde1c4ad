/** What this browser remembers between calls. An empty text stands for nothing yet. */
export interface Preferences {
  name: string;
  cameraId: string;
  microphoneId: string;
  speakerId: string;
  language: string;
  view: string;
  shortcuts: string;
}

const key = "rtchub.preferences";

/** Storage may be blocked or hold anything: then there is simply nothing to remember. */
export function loadPreferences(): Preferences {
  const saved = load();
  return {
    name: text(saved.name),
    cameraId: text(saved.cameraId),
    microphoneId: text(saved.microphoneId),
    speakerId: text(saved.speakerId),
    language: text(saved.language),
    view: text(saved.view),
    shortcuts: text(saved.shortcuts),
  };
}

export function remember(changes: Partial<Preferences>): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...loadPreferences(), ...changes }));
  } catch {
    // A private window without storage: the call works all the same.
  }
}

function load(): Partial<Record<keyof Preferences, unknown>> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
