import type { NodeStatus, Rates } from "../api/shapes";
import type { Sample } from "./history";

export type Unit = "count" | "perSecond" | "share" | "bytes" | "ms";

export interface Line {
  /** What tells it from the others of its figure. */
  name: string;
  /** Null when no node has a figure. */
  of: (nodes: readonly NodeStatus[]) => number | null;
}

/** Something that the page plots. */
export interface Figure {
  title: string;
  unit: Unit;
  /** How the nodes' figures are put together, where it is not their sum. */
  note?: string;
  lines: readonly [Line, ...Line[]];
}

export const figures: readonly Figure[] = [
  { title: "Connections", unit: "count", lines: [sum("now", ({ connections }) => connections)] },
  { title: "Sessions", unit: "count", lines: [sum("now", ({ sessions }) => sessions)] },
  {
    title: "Topics",
    unit: "count",
    note: "counted on each node",
    lines: [sum("now", ({ topics }) => topics)],
  },
  {
    title: "Processor",
    unit: "share",
    note: "the busiest node",
    lines: [most("now", ({ cpuShare }) => cpuShare)],
  },
  { title: "Memory", unit: "bytes", lines: [sum("now", ({ memoryBytes }) => memoryBytes)] },
  { title: "Signals", unit: "perSecond", lines: [sum("now", rate("signalsPerSecond"))] },
  { title: "Joins", unit: "perSecond", lines: [sum("now", rate("joinsPerSecond"))] },
  { title: "Refusals", unit: "perSecond", lines: [sum("now", rate("refusalsPerSecond"))] },
  {
    title: "Handshake time",
    unit: "ms",
    note: "the slowest node",
    lines: [most("median", rate("medianMs")), most("95 %", rate("p95Ms"))],
  },
  {
    title: "Handshakes",
    unit: "count",
    lines: [sum("connected", rate("connected")), sum("failed", rate("failed"))],
  },
];

export interface Point {
  at: number;
  value: number | null;
}

/** A line through the samples, of all nodes or of one. */
export function pointsOf(line: Line, samples: readonly Sample[], nodeId: string | null): Point[] {
  return samples.map(({ at, nodes }) => ({
    at,
    value: line.of(nodeId === null ? nodes : nodes.filter((node) => node.nodeId === nodeId)),
  }));
}

type Pick = (node: NodeStatus) => number | null;

function rate(name: keyof Rates): Pick {
  return ({ rates }) => rates?.[name] ?? null;
}

function sum(name: string, pick: Pick): Line {
  return combine(name, pick, (values) => values.reduce((total, value) => total + value, 0));
}

function most(name: string, pick: Pick): Line {
  return combine(name, pick, (values) => Math.max(...values));
}

function combine(name: string, pick: Pick, together: (values: number[]) => number): Line {
  return {
    name,
    of: (nodes) => {
      const values = nodes.map(pick).filter((value) => value !== null);
      return values.length > 0 ? together(values) : null;
    },
  };
}
