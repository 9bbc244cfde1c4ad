// A bare data channel, to compare with. Each function runs in a page, alone.

interface BareWindow {
  bare: RTCPeerConnection;
  channel: RTCDataChannel;
}
declare const window: BareWindow;

/** Describes this page's end, with all its candidates: an offer, or the answer to one. */
export async function describeBare(offer: string | null): Promise<string> {
  const bare = new RTCPeerConnection();
  const channel = bare.createDataChannel("bare", { negotiated: true, id: 0 });
  channel.binaryType = "arraybuffer";
  Object.assign(window, { bare, channel });
  if (offer !== null) await bare.setRemoteDescription({ type: "offer", sdp: offer });
  await bare.setLocalDescription();
  await new Promise<void>((resolve) => {
    bare.onicegatheringstatechange = () => bare.iceGatheringState === "complete" && resolve();
    if (bare.iceGatheringState === "complete") resolve();
  });
  return bare.localDescription?.sdp ?? "";
}

/** Takes the answer; resolves when the channel is open. */
export async function openBare(answer: string): Promise<void> {
  await window.bare.setRemoteDescription({ type: "answer", sdp: answer });
  if (window.channel.readyState === "open") return;
  await new Promise<void>((resolve) => {
    window.channel.onopen = () => resolve();
  });
}

/** Says so when so many bytes have come. */
export function receiveBare(bytes: number): void {
  let left = bytes;
  window.channel.onmessage = ({ data }) => {
    left -= data.byteLength;
    if (left <= 0) window.channel.send("all");
  };
}

/** Sends so many bytes out of memory in chunks of 64 KiB; resolves with the milliseconds until all had come. */
export async function sendBare(bytes: number): Promise<number> {
  const { channel } = window;
  const chunk = new Uint8Array(2 ** 16);
  channel.bufferedAmountLowThreshold = 2 ** 21;
  const start = performance.now();
  const done = new Promise<number>((resolve) => {
    channel.onmessage = () => resolve(performance.now() - start);
  });
  for (let sent = 0; sent < bytes; sent += chunk.length) {
    if (channel.bufferedAmount >= 2 ** 22)
      await new Promise<void>((resolve) => {
        channel.onbufferedamountlow = () => resolve();
      });
    channel.send(chunk);
  }
  return done;
}
