import { type MediaProblem, problemWords } from "./media-problem";

export interface DeviceStatus {
  on: boolean;
  problem: MediaProblem | null;
}

/** How camera and microphone are, in words, before and during a call. */
export function mediaStatus(starting: boolean, camera: DeviceStatus, microphone: DeviceStatus): string {
  if (starting) return "Starting your camera and microphone. Your browser may ask you to allow them.";
  const { problem } = camera;
  if (problem !== null && microphone.problem !== null) {
    const words = problem === microphone.problem ? sameForBoth(problem) : eachProblem(camera, microphone);
    return `${words} You can still listen and chat.`;
  }
  if (problem !== null) return `${problemWords("camera", problem)} The others will hear you.`;
  if (microphone.problem !== null) {
    return `${problemWords("microphone", microphone.problem)} The others will not hear you.`;
  }
  return `Your camera is ${camera.on ? "on" : "off"} and your microphone is ${microphone.on ? "on" : "muted"}.`;
}

function sameForBoth(problem: MediaProblem): string {
  switch (problem) {
    case "missing":
    case "unplugged":
      return "No camera and no microphone were found.";
    case "denied":
      return "Your browser blocks the camera and the microphone. Allow them beside the address bar, then press Start camera.";
    case "busy":
      return "Camera and microphone cannot be used. Close other programs that use them.";
    case "insecure":
      return "Browsers give camera and microphone only to pages with an https:// address.";
  }
}

function eachProblem(camera: DeviceStatus, microphone: DeviceStatus): string {
  const sentences = [
    camera.problem && problemWords("camera", camera.problem),
    microphone.problem && problemWords("microphone", microphone.problem),
  ];
  return sentences.filter(Boolean).join(" ");
}
