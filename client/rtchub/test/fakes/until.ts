import { setImmediate as realTurn } from "node:timers/promises";
import { vi } from "vitest";

/** The fake clock goes on for as long as it takes; so do WebCrypto and Blobs, which run on the real one. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await vi.advanceTimersByTimeAsync(5);
    await realTurn();
  }
}

/** What `promise` comes to: its value, or the code of its error. */
export async function settled<T>(promise: Promise<T>): Promise<T | string> {
  let result: { value: T | string } | undefined;
  promise.then(
    (value) => {
      result = { value };
    },
    (error) => {
      result = { value: error.code ?? String(error) };
    },
  );
  await until(() => result !== undefined);
  return (result as unknown as { value: T | string }).value;
}
