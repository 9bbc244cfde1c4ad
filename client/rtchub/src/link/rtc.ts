/** A class with any parameters: what other implementations declare differs in details that do not matter here. */
type Class = new (...args: never[]) => unknown;

/**
 * An implementation of WebRTC for a platform without one: `@roamhq/wrtc`, or `node-datachannel/polyfill` with what it lacks of the negotiation
 * (samples/NodeBot).
 */
export interface WebRtc {
  /** As the platform would have it. */
  RTCPeerConnection: Class;
  /** Not needed for data alone. */
  MediaStream?: Class;
}

/** The two things that a call is made of. */
export interface Rtc {
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  createStream(): MediaStream;
}

/** The given implementation's, or the browser's own. */
export function rtcOf(webrtc: WebRtc = globalThis): Rtc {
  // Looked up when needed: a page may be rendered where there is none.
  const create = <Made>(name: keyof WebRtc, ...args: RTCConfiguration[]) =>
    new (webrtc[name] as unknown as new (...args: RTCConfiguration[]) => Made)(...args);
  return {
    createConnection: (configuration) => create<RTCPeerConnection>("RTCPeerConnection", configuration),
    createStream: () => create<MediaStream>("MediaStream"),
  };
}
