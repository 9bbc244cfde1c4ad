type Off = () => void;

/** Listens on `window` where there is one: this library also runs in Node and in workers. */
function listen(target: Partial<EventTarget> | undefined, type: string, handler: () => void): Off {
  target?.addEventListener?.(type, handler);
  return () => target?.removeEventListener?.(type, handler);
}

/** The network is there again after it was gone. */
export function onOnline(handler: () => void): Off {
  return listen(globalThis, "online", handler);
}

/** The device has no network any more. */
export function onOffline(handler: () => void): Off {
  return listen(globalThis, "offline", handler);
}

/** The page runs again after the browser had frozen it (https://wicg.github.io/page-lifecycle/), or is back from the back/forward cache. */
export function onAwake(handler: () => void): Off {
  return both(listen(globalThis.document, "resume", handler), listen(globalThis, "pageshow", handler));
}

/** The page came to the front: timers that the browser had slowed down are late now. */
export function onVisible(handler: () => void): Off {
  return listen(globalThis.document, "visibilitychange", () => {
    if (document.visibilityState === "visible") handler();
  });
}

/** The page is closing. */
export function onPageHide(handler: () => void): Off {
  return listen(globalThis, "pagehide", handler);
}

/**
 * The device moved to another network: Wi-Fi to mobile, or back from being offline.
 * `navigator.connection` also reports mere changes of its bandwidth estimate; those are left out.
 */
export function onNetworkChange(handler: () => void): Off {
  const connection = (globalThis.navigator as (Navigator & { connection?: NetworkInformation }) | undefined)
    ?.connection;
  let type = connection?.type;
  const offChange = listen(connection, "change", () => {
    if (connection?.type === type) return;
    type = connection?.type;
    if (type !== "none") handler();
  });
  return both(onOnline(handler), offChange);
}

function both(one: Off, other: Off): Off {
  return () => {
    one();
    other();
  };
}

/** https://wicg.github.io/netinfo/, which TypeScript's DOM types leave out. */
interface NetworkInformation extends EventTarget {
  readonly type?: string;
}
