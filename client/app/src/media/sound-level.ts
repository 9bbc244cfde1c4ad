const intervalMs = 80;

/** Calls back with how loud a microphone is, 0 to 1, until the returned function is called. */
export function watchSoundLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);

  // Some browsers let audio processing begin only after the first click or key.
  const wake = () => void context.resume();
  addEventListener("pointerdown", wake, { once: true });
  addEventListener("keydown", wake, { once: true });

  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    onLevel(loudness(samples));
  }, intervalMs);

  return () => {
    clearInterval(timer);
    removeEventListener("pointerdown", wake);
    removeEventListener("keydown", wake);
    void context.close();
  };
}

/** Peak on a scale where ordinary speech fills about half. */
function loudness(samples: Uint8Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample - 128) / 128);
  return Math.min(1, Math.sqrt(peak));
}
