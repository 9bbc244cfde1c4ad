import { expect } from "@playwright/test";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { receivedMedia } from "./probe.ts";

/** The system's Firefox over WebDriver BiDi, with a fake camera and microphone. */
export function launchFirefox(): Promise<Browser> {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
    extraPrefsFirefox: {
      "media.navigator.streams.fake": true,
      "media.navigator.permission.disabled": true,
      "media.autoplay.default": 0,
      "media.peerconnection.ice.loopback": true,
      "media.peerconnection.ice.obfuscate_host_addresses": false,
      "media.gmp-manager.updateEnabled": false,
      "browser.safebrowsing.malware.enabled": false,
      "browser.safebrowsing.phishing.enabled": false,
      "datareporting.policy.dataSubmissionEnabled": false,
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
    },
  });
}

/** Passes when the video has a picture and decodes further ones. (Firefox counts no frames at the element.) */
export async function seesMoving(page: Page, other: string): Promise<void> {
  const selector = `video[aria-label="${other}"]`;
  await page.waitForFunction(
    (video) => (document.querySelector<HTMLVideoElement>(video)?.videoWidth ?? 0) > 0,
    {},
    selector,
  );
  const framesDecoded = async () => (await page.evaluate(receivedMedia)).frames[0] ?? 0;
  const before = await framesDecoded();
  await expect.poll(framesDecoded).toBeGreaterThan(before);
}
