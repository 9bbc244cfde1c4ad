import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clientCodes, signalCodes } from "../src/codes.js";

/** The rows of the table below that heading of a document in docs. */
function rowsOf(document: string, heading: string): string[][] {
  const text = readFileSync(new URL(`../../../docs/${document}`, import.meta.url), "utf8");
  const section = text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("| `"));
  return lines.map((line) => line.split("|").map((cell) => cell.trim()));
}

test("the codes are those of the contract's table, in its order", () => {
  const codes = rowsOf("protocol.md", "Codes").flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code),
  );

  expect(codes.length).toBeGreaterThan(10);
  expect(Object.keys(signalCodes)).toEqual(codes);
});

test("the guide lists every code with its sentence, those of the service first", () => {
  const rows = rowsOf("client.md", "Codes").map(([, code, sentence]) => [
    code?.replaceAll("`", ""),
    sentence,
  ]);

  expect(rows).toEqual(Object.entries({ ...signalCodes, ...clientCodes }));
});

test("no code has two meanings: what this side adds is not among the service's", () => {
  expect(Object.keys(clientCodes).filter((code) => code in signalCodes)).toEqual([]);
});

test("the guide lists every event of a room", () => {
  const source = readFileSync(new URL("../src/room/room-events.ts", import.meta.url), "utf8");
  const events = source.split("interface RoomEvents {")[1]?.split("\n}")[0] ?? "";
  const names = [...events.matchAll(/^ {2}(\w+): \(/gm)].map(([, name]) => name);
  const listed = rowsOf("client.md", "Events").map(([, cell]) => cell?.match(/^`(\w+)\(/)?.[1]);

  expect(names.length).toBeGreaterThan(10);
  expect(listed).toEqual(names);
});
