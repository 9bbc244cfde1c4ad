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
    createConnection: (configuration) =>
      withImplicitDescriptions(create<RTCPeerConnection>("RTCPeerConnection", configuration)),
    createStream: () => create<MediaStream>("MediaStream"),
  };
}

/** `setLocalDescription()` as browsers have it: @roamhq/wrtc wants to be told what to set. */
function withImplicitDescriptions(connection: RTCPeerConnection): RTCPeerConnection {
  const setLocal: (description: RTCLocalSessionDescriptionInit) => Promise<void> =
    connection.setLocalDescription;
  if (setLocal.length > 0)
    connection.setLocalDescription = async () => {
      const isAnswer = connection.signalingState === "have-remote-offer";
      await setLocal.call(
        connection,
        await (isAnswer ? connection.createAnswer() : connection.createOffer()),
      );
    };
  return connection;
}
