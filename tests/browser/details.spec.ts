import { expect } from "@playwright/test";
import { test } from "./support/fixtures.ts";
import { Person } from "./support/person.ts";

test("the connection details show numbers for each person, and who hears whom", async ({
  server,
  chromium,
}) => {
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  await ada.join("numbers");
  await bob.join("numbers");
  await ada.seesMoving("Bob");
  await expect(ada.tileOf("Bob")).toContainText(/Connection: (good|fair|poor)/);

  await ada.button("More").click();
  await ada.button("Connection details").click();
  const panel = ada.page.getByRole("dialog", { name: "Connection details" });
  const [quality, mesh] = [panel.getByRole("table").first(), panel.getByRole("table").last()];
  const row = quality.getByRole("row", { name: /Bob/ });
  await expect(row).toContainText(/\d+ ms.*\d+ %.*\d+ ms.*\d+ kbit\/s.*\d+ kbit\/s.*direct/);
  // Both ends have told, and a picture takes more than a few kbit/s.
  await expect(row).toContainText(/[1-9]\d+ kbit\/s/);
  await expect(mesh.getByRole("row", { name: /You/ }).last()).toContainText("connected");
  await expect(mesh.getByRole("row", { name: /Bob/ }).last()).toContainText("connected");
});

test("a link that failed says why, and what may be done", async ({ server, chromium }) => {
  // Everything is tried before: a minute at least.
  test.setTimeout(240_000);
  const ada = await Person.open(chromium, server.url, "Ada");
  const bob = await Person.open(chromium, server.url, "Bob");
  for (const { page } of [ada, bob]) await page.evaluate(hearNoCandidates);
  await ada.join("apart");
  await bob.join("apart");

  await expect(ada.tileOf("Bob")).toContainText("Connection failed", { timeout: 200_000 });
  await expect(ada.tileOf("Bob")).toContainText("offers no network address");
  await expect(ada.status).toContainText("Connection to Bob failed");
  await ada.button("More").click();
  await ada.button("Connection details").click();
  await expect(ada.page.getByRole("dialog")).toContainText("offers no network address");
});

/** As between networks that let nothing through: what the other end tells of its addresses never comes. */
function hearNoCandidates(): void {
  RTCPeerConnection.prototype.addIceCandidate = async () => {};
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  const withoutCandidates = ({ type, sdp = "" }: RTCSessionDescriptionInit) => ({
    type,
    sdp: sdp.replace(/a=candidate:.*\r\n/g, ""),
  });
  Object.assign(RTCPeerConnection.prototype, {
    setRemoteDescription(this: RTCPeerConnection, description: RTCSessionDescriptionInit) {
      return Reflect.apply(setRemoteDescription, this, [withoutCandidates(description)]);
    },
  });
}
