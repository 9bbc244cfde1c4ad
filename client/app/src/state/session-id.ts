const key = "rtchub.session";

/**
 * Names this tab's part in calls: a reload keeps it and a duplicated tab takes it along, to take over; a tab that a link opened has its own.
 */
export function sessionId(): string {
  // Pages without https have no crypto.randomUUID.
  const fresh = crypto.getRandomValues(new Uint32Array(4)).join("-");
  try {
    const id = sessionStorage.getItem(key) ?? fresh;
    sessionStorage.setItem(key, id);
    return id;
  } catch {
    return fresh; // storage is blocked: every tab is on its own
  }
}
