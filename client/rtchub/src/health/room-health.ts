import type { PeerCall } from "../room/peer-call.js";
import { Mesh, type MeshContext } from "./mesh.js";

/** How often the links are measured. */
const MEASURE_MS = 2_000;

/** Who hears how the calls are. */
export interface HealthContext extends MeshContext {
  handleQuality(call: PeerCall): void;
}

/** How the calls of a room are: measures each link, and knows by the mesh which links the others have. */
export class RoomHealth {
  readonly mesh: Mesh;
  readonly #context: HealthContext;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(context: HealthContext) {
    this.#context = context;
    this.mesh = new Mesh({ ...context, handleChange: () => this.#handleMeshChange() });
  }

  start(): void {
    this.#timer = setInterval(() => this.#measure(), MEASURE_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #measure(): void {
    for (const call of this.#context.calls())
      void call.health.measure(call.isUp ? call.connection : null).then((isNews) => {
        if (isNews) this.#context.handleQuality(call);
      });
  }

  /** A link that looks fine here and is broken for the other end has to be repaired from here too. */
  #handleMeshChange(): void {
    for (const call of this.#context.calls()) {
      const view = this.mesh.theirView(call.peerId);
      call.handleHeard(view !== "reconnecting" && view !== "failed");
    }
    this.#context.handleChange();
  }
}
