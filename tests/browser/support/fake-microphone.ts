import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const samplesPerSecond = 48_000;
const secondsOfSyllable = 0.4;

/**
 * A sound for Chromium's fake microphone (WAV, mono, 16 bits, repeated for ever): syllables of three quarters of their length.
 * Its own beep of 40 ms every half second can pass between all looks at the level, for as long as the clocks agree.
 * Returns the file's path.
 */
export function voice(): string {
  const samples = new Int16Array(samplesPerSecond * secondsOfSyllable);
  for (let i = 0; i < samples.length * 0.75; i++)
    samples[i] = 10_000 * Math.sin((2 * Math.PI * 220 * i) / samplesPerSecond);
  const sound = Buffer.from(samples.buffer);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + sound.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(samplesPerSecond, 24);
  header.writeUInt32LE(samplesPerSecond * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(sound.length, 40);
  const path = join(tmpdir(), `rtchub-voice-${process.pid}.wav`);
  writeFileSync(path, Buffer.concat([header, sound]));
  return path;
}
