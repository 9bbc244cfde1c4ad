import type { CDPSession, Page } from "@playwright/test";

/** What a page holds on to, after its garbage is gone. */
export interface Census {
  heapKb: number;
  listeners: number;
  nodes: number;
  timers: number;
  /** Those that are not closed, or that somebody still listens to. */
  connections: number;
  /** Those that are closed and that nobody listens to. */
  closedConnections: number;
  /** What the library knows of another. */
  peers: number;
  sockets: number;
}

/** Runs in a page before its own scripts: keeps count of the timers that have been set and have neither run out nor been cleared. */
export function countTimers(): void {
  const timers = new Set<unknown>();
  const { setTimeout: begin, clearTimeout: end, setInterval: repeat, clearInterval: stop } = window;
  Object.assign(window, {
    timers,
    setTimeout: (handler: () => void, ms?: number) => {
      const id = begin(() => {
        timers.delete(id);
        handler();
      }, ms);
      timers.add(id);
      return id;
    },
    setInterval: (handler: () => void, ms?: number) => {
      const id = repeat(handler, ms);
      timers.add(id);
      return id;
    },
    clearTimeout: (id?: number) => {
      timers.delete(id);
      end(id);
    },
    clearInterval: (id?: number) => {
      timers.delete(id);
      stop(id);
    },
  });
}

/** Of a peer connection, said in the page. */
const inUse = `(it) => it.signalingState !== "closed" ||
  [it.onnegotiationneeded, it.onicecandidate, it.onconnectionstatechange, it.ontrack].some((listener) => listener !== null)`;

/** Counts what a page holds on to. The page must have been opened with `openLibrary` and `countTimers`. */
export async function takeCensus(page: Page): Promise<Census> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.enable");
  // What a first collection sets free may be what keeps the rest.
  for (let round = 0; round < 3; round++) await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  const { jsEventListeners, nodes } = await devtools.send("Memory.getDOMCounters");
  const census = {
    heapKb: Math.round(usedSize / 1_000),
    listeners: jsEventListeners,
    nodes,
    timers: await page.evaluate(() => (window as unknown as { timers: Set<unknown> }).timers.size),
    connections: await countOf(devtools, "RTCPeerConnection", inUse),
    closedConnections: await countOf(devtools, "RTCPeerConnection", `(it) => !(${inUse})(it)`),
    peers: await countOf(devtools, "rtchub.RemotePeer"),
    sockets: await countOf(devtools, "WebSocket"),
  };
  await devtools.detach();
  return census;
}

/** How many objects of a class there are, or of those one kind. */
async function countOf(devtools: CDPSession, name: string, kind = "() => true"): Promise<number> {
  const { result } = await devtools.send("Runtime.evaluate", { expression: `${name}.prototype` });
  const { objects } = await devtools.send("Runtime.queryObjects", {
    prototypeObjectId: result.objectId ?? "",
  });
  const { result: count } = await devtools.send("Runtime.callFunctionOn", {
    objectId: objects.objectId ?? "",
    functionDeclaration: `function () { return this.filter(${kind}).length; }`,
    returnByValue: true,
  });
  return count.value as number;
}
