/** The two things of the browser that a call is made of. */
export interface Rtc {
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  createStream(): MediaStream;
}

/** The browser's own. */
export const browserRtc: Rtc = {
  createConnection: (configuration) => new RTCPeerConnection(configuration),
  createStream: () => new MediaStream(),
};
