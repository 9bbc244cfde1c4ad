const name = "rtchub.managementKey";

/** The key is kept for this tab, and goes with it. Storage may be blocked: then it is asked for again. */
export function loadKey(): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

export function storeKey(key: string | null): void {
  try {
    if (key === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, key);
  } catch {
    // The page works all the same.
  }
}
