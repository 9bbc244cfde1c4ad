import type { ServiceConnection } from "./hub-connection.js";

/** How long a goodbye may take before the connection is closed without its answer. */
const BYE_MS = 1_000;

/** Tells the service that the session ends now. Resolves when it has answered, or will not. */
export async function sayBye(connection: ServiceConnection): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((done) => {
    connection.listen({ handleCall: () => {}, handleClosed: done });
    connection.call("Bye", [], () => done());
    timer = setTimeout(done, BYE_MS);
  });
  clearTimeout(timer); // Node would wait for it before it exits
}
