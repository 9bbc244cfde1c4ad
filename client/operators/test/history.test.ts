import { expect, it } from "vitest";
import { History, spanMs } from "../src/state/history";
import { node } from "./nodes";

it("what is older than five minutes is forgotten", () => {
  const history = new History();
  for (const at of [0, 1_000, spanMs, spanMs + 500]) history.add({ self: "a", nodes: [node("a")] }, at);
  expect(history.samples.value.map(({ at }) => at)).toEqual([1_000, spanMs, spanMs + 500]);
});

it("a node that ended is known for a while, and whether it drained, until it is back", () => {
  const history = new History();
  const goneNow = () => history.gone.value.map(({ node: { nodeId, draining } }) => [nodeId, draining]);
  history.add({ self: "a", nodes: [node("a"), node("b", { draining: true }), node("c")] }, 0);
  history.add({ self: "a", nodes: [node("a"), node("c")] }, 1_000);
  expect(goneNow()).toEqual([["b", true]]);
  history.add({ self: "a", nodes: [node("a")] }, 2_000);
  expect(goneNow()).toEqual([
    ["b", true],
    ["c", false],
  ]);
  history.add({ self: "a", nodes: [node("a"), node("c")] }, 3_000);
  expect(goneNow()).toEqual([["b", true]]);
  history.add({ self: "a", nodes: [node("a"), node("c")] }, 1_000 + spanMs + 1);
  expect(goneNow()).toEqual([]);
});
