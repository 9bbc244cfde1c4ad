import { SCREEN } from "./stream-label.js";

/** From so many kbit/s on a picture has so many lines, so many times a second: each peer's is encoded anew, which costs as much as sending it. */
const STEPS: readonly (readonly [kbps: number, lines: number, framerate: number])[] = [
  [2_000, 1_080, 30],
  [1_200, 720, 30],
  [900, 540, 24],
  [300, 360, 20],
  [150, 240, 15],
  [0, 180, 10],
];
const SCREEN_FRAMERATE = 15;
/** A shared screen is for reading: it gets this many times what the camera beside it gets. */
const SCREEN_WEIGHT = 3;

/** How one video is to be encoded. */
export interface Encoding {
  maxBitrate: number;
  scaleResolutionDownBy: number;
  maxFramerate: number;
}

/** Shares what one peer gets, in kbit/s, among the videos that it is sent, by label. */
export function shareAmong(labels: readonly string[], kbps: number): number[] {
  const weights = labels.map((label): number => (label === SCREEN ? SCREEN_WEIGHT : 1));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => (kbps * weight) / sum);
}

/** What a video of `lines` lines is to become for `kbps`. A shared screen keeps its resolution: small text would be lost. */
export function encodingFor(label: string, lines: number, kbps: number): Encoding {
  const [, wanted = lines, framerate = SCREEN_FRAMERATE] = STEPS.find(([from]) => kbps >= from) ?? [];
  return {
    maxBitrate: Math.round(kbps * 1_000),
    scaleResolutionDownBy: label === SCREEN ? 1 : Math.max(1, lines / wanted),
    maxFramerate: label === SCREEN ? SCREEN_FRAMERATE : framerate,
  };
}

/** Has a sender encode like that, if it does not already. */
export async function encodeLike(sender: RTCRtpSender, encoding: Encoding): Promise<void> {
  const parameters = sender.getParameters();
  const [first] = parameters.encodings;
  // There is none before a negotiation in some browsers; the next change of the link asks again.
  if (
    !first ||
    (first.maxBitrate === encoding.maxBitrate &&
      first.scaleResolutionDownBy === encoding.scaleResolutionDownBy)
  )
    return;
  Object.assign(first, encoding);
  await sender.setParameters(parameters);
}
