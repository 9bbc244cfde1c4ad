import type { LinkState } from "rtchub";
import { expect, it } from "vitest";
import { viewMesh } from "../src/state/mesh-view";

const people = ["Ada", "Bob", "Cem"].map((name) => ({ peerId: name, name }));
const row = (links: Record<string, LinkState>) => new Map(Object.entries(links));

it("shows how everyone sees their links, and where nobody has told yet", () => {
  const mesh = new Map([
    ["Ada", row({ Bob: "connected", Cem: "reconnecting" })],
    ["Bob", row({ Ada: "connected", Cem: "failed" })],
  ]);
  expect(viewMesh(mesh, people).map(({ cells }) => cells)).toEqual([
    ["self", "up", "trying"],
    ["up", "self", "failed"],
    ["unknown", "unknown", "self"],
  ]);
});
