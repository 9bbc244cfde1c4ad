import type { ConnectivityReport } from "rtchub";
import { expect, it } from "vitest";
import { ConnectionCheck } from "../src/state/connection-check";

it("shows the results of the check that was begun last, whichever ends first", async () => {
  const ends: ((verdict: string) => void)[] = [];
  const check = new ConnectionCheck(
    () => new Promise((resolve) => ends.push((verdict) => resolve({ verdict } as ConnectivityReport))),
  );
  const runs = [check.run({}), check.run({})];
  ends[1]?.("second");
  ends[0]?.("first");
  await Promise.all(runs);

  expect(check.report.value?.verdict).toBe("second");
});
