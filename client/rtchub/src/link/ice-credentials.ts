/** The ICE user fragments in a description: new ones mean that ICE was restarted. */
function fragmentsOf(sdp: string): string[] {
  return [...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map((match) => match[1] ?? "");
}

/** True when `sdp` goes on with none of the ICE credentials of `before`. */
export function isIceRestart(before: string, sdp: string): boolean {
  const known = fragmentsOf(before);
  return !fragmentsOf(sdp).some((fragment) => known.includes(fragment));
}

/** True when a candidate with this fragment belongs to the description. */
export function hasFragment(sdp: string, fragment: string): boolean {
  return fragmentsOf(sdp).includes(fragment);
}
