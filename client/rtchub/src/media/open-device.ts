/** What a device is for. */
export type DeviceKind = "camera" | "microphone";

/**
 * Why a camera or microphone is not there. `missing`: there is none; `denied`: the person or the browser does not allow it; `busy`: another
 * program has it; `unplugged`: it was there until now; `insecure`: browsers give none to pages without https.
 */
export type DeviceProblem = "missing" | "denied" | "busy" | "unplugged" | "insecure";

/** A track, or why there is none. */
export type Opened = { track: MediaStreamTrack; problem: null } | { track: null; problem: DeviceProblem };

/** What is asked of the browser for one device: any of that kind when `deviceId` is "". */
export type DeviceRequest = { kind: DeviceKind; constraints: MediaTrackConstraints; deviceId: string };

const kinds = { camera: "video", microphone: "audio" } as const;

/** Opens one device. */
export async function openDevice(request: DeviceRequest): Promise<Opened> {
  const [opened = missing] = await open([request]);
  return opened;
}

/** Opens several devices with one prompt, and where that fails whatever of them there is. */
export async function openDevices(requests: DeviceRequest[]): Promise<Opened[]> {
  const opened = await open(requests);
  if (requests.length < 2 || opened.some(({ track }) => track)) return opened;
  // After a "no" only what is allowed already is opened: nobody is asked a second time.
  const isDenied = opened.some(({ problem }) => problem === "denied");
  return Promise.all(
    requests.map(async (request): Promise<Opened> => {
      return isDenied && !(await isAllowed(request.kind)) ? failed("denied") : openDevice(request);
    }),
  );
}

/** Those that are wanted; where one of them, as remembered from last time, is gone, as many of them as there are. */
async function open(requests: DeviceRequest[]): Promise<Opened[]> {
  const opened = await openAs("exact", requests);
  const isGone = opened.every(({ problem }) => problem === "missing");
  return isGone && requests.some(({ deviceId }) => deviceId) ? openAs("ideal", requests) : opened;
}

async function openAs(demand: "exact" | "ideal", requests: DeviceRequest[]): Promise<Opened[]> {
  if (!globalThis.navigator?.mediaDevices) return requests.map(() => failed("insecure"));
  try {
    const wanted = requests.map(({ kind, constraints, deviceId }) => [
      kinds[kind],
      { ...constraints, ...(deviceId && { deviceId: { [demand]: deviceId } }) },
    ]);
    const stream = await navigator.mediaDevices.getUserMedia(Object.fromEntries(wanted));
    return requests.map(({ kind }) => {
      const track = stream.getTracks().find((one) => one.kind === kinds[kind]);
      return track ? { track, problem: null } : missing;
    });
  } catch (error) {
    return requests.map(() => failed(problemOf(error)));
  }
}

async function isAllowed(kind: DeviceKind): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: kind as PermissionName })).state === "granted";
  } catch {
    // A browser that does not know this permission name: do not ask again.
    return false;
  }
}

/** What `getUserMedia` refuses with: https://w3c.github.io/mediacapture-main/#dom-mediadevices-getusermedia. */
function problemOf(error: unknown): DeviceProblem {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "busy";
}

function failed(problem: DeviceProblem): Opened {
  return { track: null, problem };
}

const missing = failed("missing");
