import { afterEach, beforeEach, vi } from "vitest";
import { HubClient } from "../../src/hub/hub-client.js";
import type { HubSessionOptions } from "../../src/hub/hub-session.js";
import { FakeService } from "./service.js";

// To import this is to have it set up: fake time and a service for each test, after which everything opened on it is closed.

export let service: FakeService;
const closings: (() => Promise<void>)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeService();
});

afterEach(async () => {
  for (const close of closings.splice(0)) void close();
  await pass(2_000);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

export const pass = (ms = 500) => vi.advanceTimersByTimeAsync(ms);

export function closeAfterTest(close: () => Promise<void>): void {
  closings.push(close);
}

/** A hub on the fake service, not started. */
export function createHub(options: HubSessionOptions = {}): HubClient {
  const hub = new HubClient({ url: service.url, webSocket: service.webSocket, ...options });
  closeAfterTest(() => hub.close());
  return hub;
}
