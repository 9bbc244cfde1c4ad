import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { signalCodes } from "../src/codes.js";

test("the codes are those of the contract's table, in its order", () => {
  const contract = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
  const section = contract.split("## Codes")[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const codes = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([a-z_]+)`/g)].map((match) => match[1]),
  );

  expect(codes.length).toBeGreaterThan(10);
  expect(Object.keys(signalCodes)).toEqual(codes);
});
