import { type DeviceKind, type MediaProblem, mediaProblem } from "./media-problem";

export type OpenResult = { track: MediaStreamTrack; problem: null } | { track: null; problem: MediaProblem };

export type DeviceIds = Record<DeviceKind, string>;

/** Opens one device; an empty id means the browser's default. */
export async function openDevice(kind: DeviceKind, deviceId: string): Promise<OpenResult> {
  if (!navigator.mediaDevices) return { track: null, problem: "insecure" };
  try {
    const stream = await navigator.mediaDevices.getUserMedia(
      kind === "camera" ? { video: videoWith(deviceId) } : { audio: audioWith(deviceId) },
    );
    return found(stream, kind);
  } catch (error) {
    return { track: null, problem: mediaProblem(error) };
  }
}

/** Opens camera and microphone with one prompt, and where that fails whatever of them there is. */
export async function openDevices(ids: DeviceIds): Promise<Record<DeviceKind, OpenResult>> {
  if (!navigator.mediaDevices) return bothFailed("insecure");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: videoWith(ids.camera),
      audio: audioWith(ids.microphone),
    });
    return { camera: found(stream, "camera"), microphone: found(stream, "microphone") };
  } catch (error) {
    if (mediaProblem(error) === "denied") return openAllowed(ids);
    return {
      camera: await openDevice("camera", ids.camera),
      microphone: await openDevice("microphone", ids.microphone),
    };
  }
}

/** After a "no", only what is allowed already is opened: nobody is asked a second time. */
async function openAllowed(ids: DeviceIds): Promise<Record<DeviceKind, OpenResult>> {
  const result = bothFailed("denied");
  for (const kind of ["camera", "microphone"] as const) {
    if (await isAllowed(kind)) result[kind] = await openDevice(kind, ids[kind]);
  }
  return result;
}

async function isAllowed(kind: DeviceKind): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: kind as PermissionName })).state === "granted";
  } catch {
    // A browser that does not know this permission name: do not ask again.
    return false;
  }
}

function bothFailed(problem: MediaProblem): Record<DeviceKind, OpenResult> {
  return { camera: { track: null, problem }, microphone: { track: null, problem } };
}

function found(stream: MediaStream, kind: DeviceKind): OpenResult {
  const [track] = kind === "camera" ? stream.getVideoTracks() : stream.getAudioTracks();
  return track ? { track, problem: null } : { track: null, problem: "missing" };
}

/** Modest on purpose: in a mesh each peer gets its own encoding of this picture. */
function videoWith(deviceId: string): MediaTrackConstraints {
  return {
    width: { ideal: 640 },
    height: { ideal: 360 },
    frameRate: { ideal: 24, max: 30 },
    ...preferred(deviceId),
  };
}

function audioWith(deviceId: string): MediaTrackConstraints {
  return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...preferred(deviceId) };
}

/** A preference, not a demand: a device remembered from last time may be gone. */
function preferred(deviceId: string): MediaTrackConstraints {
  return deviceId === "" ? {} : { deviceId: { ideal: deviceId } };
}
