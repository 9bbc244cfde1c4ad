import { type Browser, chromium } from "@playwright/test";
import { type Background, filmFor } from "./fake-camera.ts";

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

/** The system's Chromium on a machine with neither camera nor microphone. */
export function launchChromiumWithoutDevices(): Promise<Browser> {
  return launch([
    ...quiet,
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=device-count=0",
  ]);
}

function launch(args: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
}
