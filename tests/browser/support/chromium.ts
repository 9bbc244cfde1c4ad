import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { type Background, filmFor } from "./fake-camera.ts";
import { voice } from "./fake-microphone.ts";

/** Where the system's Chromium is. */
export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--allow-loopback-in-peer-connection",
];
const fakeMedia = ["--use-fake-device-for-media-stream=fps=10", "--use-fake-ui-for-media-stream"];

/** The system's Chromium, with a fake camera and microphone. */
export function launchChromium(): Promise<Browser> {
  return launch([...quiet, ...fakeMedia]);
}

/** The same, with a film before a wall of that colour in the camera. */
export function launchChromiumBefore(background: Background): Promise<Browser> {
  return launch([...quiet, ...fakeMedia, `--use-file-for-fake-video-capture=${filmFor(background)}`]);
}

/** The same, with someone who talks without end at the microphone. */
export function launchChromiumTalking(): Promise<Browser> {
  return launch([...quiet, ...fakeMedia, `--use-file-for-fake-audio-capture=${voice()}`]);
}

/** The system's Chromium on a machine with neither camera nor microphone. */
export function launchChromiumWithoutDevices(): Promise<Browser> {
  return launch([
    ...quiet,
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=device-count=0",
  ]);
}

/** The first with three cameras, of which the second has a picture of depths that cannot be sent. */
export function launchChromiumWithCameras(): Promise<Browser> {
  return launch([
    ...quiet,
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=fps=10,device-count=3",
  ]);
}

/** The first with its profile in a folder: without one Chromium keeps files and blobs in memory. */
export function launchChromiumOnDisk(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath, args: [...quiet, ...fakeMedia] });
}

/** The first for pages of another address than loopback, which count as secure; started by `wrapper` where one is given. */
export function launchChromiumFor(origin: string, wrapper = executablePath): Promise<Browser> {
  const args = [...quiet, ...fakeMedia, `--unsafely-treat-insecure-origin-as-secure=${origin}`];
  return chromium.launch({ executablePath: wrapper, args });
}

function launch(args: string[]): Promise<Browser> {
  return chromium.launch({ executablePath, args });
}
