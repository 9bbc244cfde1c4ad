// What the polyfill of node-datachannel leaves out of WebRTC's negotiation. It has data channels, no media.
import { PeerConnection } from "node-datachannel";
import { RTCPeerConnection as Polyfill } from "node-datachannel/polyfill";

class Connection extends Polyfill {
  #native;
  #isNeeded = false;

  constructor(configuration) {
    const iceServers = configuration.iceServers.flatMap(({ urls, username, credential }) =>
      [urls].flat().map((url) => {
        const [scheme, address] = url.split(/:(.*)/);
        return username
          ? `${scheme}:${encodeURIComponent(username)}:${encodeURIComponent(credential)}@${address}`
          : url;
      }),
    );
    const { iceTransportPolicy = "all" } = configuration;
    const native = new PeerConnection("rtchub", {
      iceServers,
      iceTransportPolicy,
      disableAutoNegotiation: true,
    });
    super({ ...configuration, peerConnection: native });
    this.#native = native;
  }

  get localDescription() {
    return this.#native.localDescription();
  }

  get remoteDescription() {
    return this.#native.remoteDescription();
  }

  createDataChannel(label, options) {
    const channel = super.createDataChannel(label, options);
    if (!this.#isNeeded) queueMicrotask(() => this.onnegotiationneeded?.(new Event("negotiationneeded")));
    this.#isNeeded = true;
    return channel;
  }

  /** It makes a description by setting it. */
  async createOffer() {
    this.#native.setLocalDescription("offer");
    return this.localDescription;
  }

  async createAnswer() {
    this.#native.setLocalDescription("answer");
    return this.localDescription;
  }

  async setLocalDescription() {}

  /** There are no tracks. */
  getSenders() {
    return [];
  }

  /** It cannot: one that is closed is replaced. */
  restartIce() {
    this.close();
  }
}

export default { RTCPeerConnection: Connection };
