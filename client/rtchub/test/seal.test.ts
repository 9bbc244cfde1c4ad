import { createDecipheriv, hkdfSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { fromBase64Url, toBase64Url } from "../src/sealed/base64url.js";
import { createRoomSecret, deriveSeal } from "../src/sealed/room-secret.js";
import type { Purpose, Seal } from "../src/sealed/seal.js";

const SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const ada = { peerId: "ada", nonce: "1" };
const bob = { peerId: "bob", nonce: "2" };
const cleo = { peerId: "cleo", nonce: "3" };
const offer: Purpose = { kind: "offer", from: ada, to: bob };

const derive = (label: string) =>
  Buffer.from(hkdfSync("sha256", Buffer.from(SECRET, "base64url"), "", `rtchub sealed 1 ${label}`, 32));
const rejects = (seal: Seal, payload: Parameters<Seal["open"]>[0], purpose = offer) =>
  expect(seal.open(payload, purpose)).rejects.toThrow();

describe("a room's secret", () => {
  test("is 256 bits in 43 characters, and never the same", () => {
    const secrets = Array.from({ length: 20 }, createRoomSecret);
    expect(new Set(secrets).size).toBe(20);
    for (const secret of secrets) {
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(fromBase64Url(secret)).toHaveLength(32);
    }
  });

  test("gives the topic by HKDF-SHA-256", async () => {
    expect((await deriveSeal(SECRET)).topic).toBe(derive("topic").toString("base64url"));
  });

  test("is refused when it is cut short, spelled differently or no base64url", async () => {
    for (const wrong of ["", SECRET.slice(0, -1), `${SECRET}=`, `${SECRET.slice(0, -1)}9`, "not a secret"])
      await expect(deriveSeal(wrong)).rejects.toMatchObject({ code: "invalid_secret" });
  });
});

describe("a sealed value", () => {
  test("is AES-256-GCM under the derived key, with its whole purpose as associated data", async () => {
    const { sealed } = await (await deriveSeal(SECRET)).seal({ sdp: "v=0" }, offer);
    const bytes = Buffer.from(sealed, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", derive("key"), bytes.subarray(0, 12));
    const topic = derive("topic").toString("base64url");
    decipher.setAAD(Buffer.from(JSON.stringify(["rtchub sealed 1", topic, "offer", "ada", "1", "bob", "2"])));
    decipher.setAuthTag(bytes.subarray(-16));
    const plain = decipher.update(bytes.subarray(12, -16), undefined, "utf8") + decipher.final("utf8");

    expect(JSON.parse(plain)).toEqual({ sdp: "v=0" });
  });

  test("opens for its purpose, with null and with any letters", async () => {
    const seal = await deriveSeal(SECRET);
    for (const value of [null, { name: "Åsa 🐢" }, { sdp: "x".repeat(200_000) }])
      expect(await (await deriveSeal(SECRET)).open(await seal.seal(value, offer), offer)).toEqual(value);
  });

  test("opens as nothing else: another kind, sender, receiver, nonce, room", async () => {
    const seal = await deriveSeal(SECRET);
    const sealed = await seal.seal({ sdp: "v=0" }, offer);
    await rejects(seal, sealed, { ...offer, kind: "answer" });
    await rejects(seal, sealed, { ...offer, from: cleo });
    await rejects(seal, sealed, { ...offer, to: cleo });
    await rejects(seal, sealed, { ...offer, from: bob, to: ada });
    await rejects(seal, sealed, { ...offer, from: { ...ada, nonce: "9" } });
    await rejects(seal, sealed, { ...offer, to: { ...bob, nonce: "9" } });
    await rejects(await deriveSeal(createRoomSecret()), sealed);
  });

  test("does not open when a bit of it was flipped, nor when it is no sealed value at all", async () => {
    const seal = await deriveSeal(SECRET);
    const { sealed } = await seal.seal({ sdp: "v=0" }, offer);
    for (const at of [0, 20, fromBase64Url(sealed).length - 1]) {
      const bytes = fromBase64Url(sealed);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await rejects(seal, { sealed: toBase64Url(bytes) });
    }
    for (const nothing of [null, {}, { sealed: "" }, { sealed: "%" }, { sealed: 7 }])
      await rejects(seal, nothing);
  });

  test("is never the same twice, and does not tell the end of candidates from a candidate", async () => {
    const seal = await deriveSeal(SECRET);
    const purpose: Purpose = { ...offer, kind: "candidate" };
    const candidate = { candidate: "candidate:1 1 udp 2122 10.0.0.1 5000 typ host", sdpMid: "0" };
    const sealed = await Promise.all(
      [null, null, candidate].map(async (value) => (await seal.seal(value, purpose)).sealed),
    );

    expect(new Set(sealed).size).toBe(3);
    expect(new Set(sealed.map(({ length }) => length)).size).toBe(1);
  });
});
