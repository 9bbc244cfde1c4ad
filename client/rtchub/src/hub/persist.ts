import type { ResultCode } from "../codes.js";
import { RtcHubError } from "../errors.js";

/** How long to wait before asking again for what was refused for now. */
const RETRY_MS = 2_000;

/** Asks again and again while the code says that it may work later: one of `temporary`, or that the other nodes cannot be reached. */
export async function persist(ask: () => Promise<unknown>, temporary: ResultCode[] = []): Promise<void> {
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      const code = error instanceof RtcHubError ? error.code : null;
      if (!code || ![...temporary, "backplane_unavailable"].includes(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
