import { createHash, pbkdf2Sync } from "node:crypto";
import { expect, test } from "vitest";
import { safetyCode } from "../src/sealed/safety-code.js";
import { safetyEmoji } from "../src/sealed/safety-emoji.js";

const certificate = (name: string) =>
  (createHash("sha256").update(name).digest("hex").match(/../g) ?? []).join(":").toUpperCase();

function sdp(...names: string[]): string {
  const lines = names.map((name) => `a=fingerprint:sha-256 ${certificate(name)}`);
  return ["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", ...lines, "a=setup:actpass", ""].join("\r\n");
}

function connection(local: string | null, remote: string | null): RTCPeerConnection {
  return {
    currentLocalDescription: local === null ? null : { type: "offer", sdp: local },
    currentRemoteDescription: remote === null ? null : { type: "answer", sdp: remote },
  } as RTCPeerConnection;
}

async function code(local: string, remote: string): Promise<string> {
  const emoji = await safetyCode(connection(local, remote));
  return (emoji ?? []).map(({ name }) => name).join(" ");
}

test("both ends see the same eight emoji, however their browsers write the fingerprint", async () => {
  const ada = await code(sdp("ada"), sdp("bob"));

  expect(ada.split(" ")).toHaveLength(8);
  expect(await code(sdp("bob"), sdp("ada"))).toBe(ada);
  expect(await code(sdp("bob", "bob").toLowerCase().replaceAll("\r\n", "\n"), sdp("ada"))).toBe(ada);
});

test("the code is PBKDF2-SHA-256 with 600,000 iterations, six bits for each emoji", async () => {
  const ends = ["ada", "bob"]
    .map((name) => `a=fingerprint:sha-256 ${certificate(name)}`.toLowerCase())
    .sort();
  const bytes = pbkdf2Sync(JSON.stringify(ends), "rtchub safety code 1", 600_000, 6, "sha256");
  const number = bytes.readUIntBE(0, 6);
  const names = Array.from(
    { length: 8 },
    (_, i) => safetyEmoji[Math.floor(number / 64 ** (7 - i)) % 64]?.name,
  );

  expect(await code(sdp("ada"), sdp("bob"))).toBe(names.join(" "));
});

test("someone in the middle, with a certificate of their own for each side, makes the codes differ", async () => {
  expect(await code(sdp("ada"), sdp("mallory"))).not.toBe(await code(sdp("bob"), sdp("mallory")));
});

test("so does one who adds a certificate to the right one on both sides", async () => {
  expect(await code(sdp("ada"), sdp("bob", "mallory"))).not.toBe(
    await code(sdp("bob"), sdp("ada", "mallory")),
  );
});

test("and one who writes it as only the browser understands", async () => {
  const odd = sdp("bob").replace("a=setup", `a=FINGERPRINT: SHA-256  ${certificate("mallory")}\na=setup`);
  expect(await code(sdp("ada"), odd)).not.toBe(await code(sdp("ada"), sdp("bob")));
});

test("there is none before both descriptions are in force", async () => {
  expect(await safetyCode(null)).toBeNull();
  expect(await safetyCode(connection(sdp("ada"), null))).toBeNull();
  expect(await safetyCode(connection(null, sdp("bob")))).toBeNull();
});

test("the emoji are 64, and no two share a symbol or a name", () => {
  expect(new Set(safetyEmoji.map(({ emoji }) => emoji)).size).toBe(64);
  expect(new Set(safetyEmoji.map(({ name }) => name)).size).toBe(64);
  for (const { emoji, name } of safetyEmoji) {
    expect([...emoji]).toHaveLength(1);
    expect(emoji).toMatch(/^\p{Emoji_Presentation}$/u);
    expect(name).toMatch(/^[a-z]+$/);
  }
});
