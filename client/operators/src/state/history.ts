import { signal } from "@preact/signals";
import type { NodeList, NodeStatus } from "../api/shapes";

/** How far back the plots go. */
export const spanMs = 5 * 60_000;

export interface Sample {
  at: number;
  nodes: readonly NodeStatus[];
}

/** A node that was there and is no more. */
export interface GoneNode {
  node: NodeStatus;
  at: number;
}

/** What the nodes said of themselves in the last five minutes, as far as this page was there to hear it. */
export class History {
  readonly samples = signal<readonly Sample[]>([]);
  readonly gone = signal<readonly GoneNode[]>([]);

  add({ nodes }: NodeList, at: number): void {
    const before = this.samples.value.at(-1)?.nodes ?? [];
    const present = new Set(nodes.map(({ nodeId }) => nodeId));
    const left = before.filter(({ nodeId }) => !present.has(nodeId)).map((node) => ({ node, at }));
    const isRecent = (entry: { at: number }) => at - entry.at <= spanMs;
    this.gone.value = [...this.gone.value.filter(({ node }) => !present.has(node.nodeId)), ...left].filter(
      isRecent,
    );
    this.samples.value = [...this.samples.value.filter(isRecent), { at, nodes }];
  }

  clear(): void {
    this.samples.value = [];
    this.gone.value = [];
  }
}
