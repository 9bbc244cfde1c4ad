import type { DeviceProblem } from "rtchub";
import { words } from "../words";

export interface DeviceStatus {
  on: boolean;
  problem: DeviceProblem | null;
}

/** How camera and microphone are, in words, before and during a call. */
export function mediaStatus(starting: boolean, camera: DeviceStatus, microphone: DeviceStatus): string {
  const say = words.value.media;
  if (starting) return say.starting;
  const cameraWords = camera.problem && say.camera.problems[camera.problem];
  const microphoneWords = microphone.problem && say.microphone.problems[microphone.problem];
  if (camera.problem && microphoneWords) {
    const isSame = camera.problem === microphone.problem;
    const both = isSame ? say.both[camera.problem] : `${cameraWords} ${microphoneWords}`;
    return `${both} ${say.listenOnly}`;
  }
  if (cameraWords) return `${cameraWords} ${say.heardOnly}`;
  if (microphoneWords) return `${microphoneWords} ${say.notHeard}`;
  return say.state(camera.on, microphone.on);
}
