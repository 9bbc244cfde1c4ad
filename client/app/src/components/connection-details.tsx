import type { ComponentChildren } from "preact";
import type { Call } from "../state/call";
import { words } from "../words";
import { MeshTable } from "./mesh-table";
import { Panel } from "./panel";
import { QualityTable } from "./quality-table";

/** How the call is, in numbers: each link of ours, and who is connected with whom. */
export function ConnectionDetails({ call, onClose }: { call: Call; onClose: () => void }) {
  const say = words.value.details;
  const peers = call.peers.value;
  return (
    <Panel title={say.title} wide onClose={onClose}>
      {peers.length === 0 ? (
        <p>{words.value.call.nobody}</p>
      ) : (
        <>
          <Scroller label={say.title}>
            <QualityTable peers={peers} />
          </Scroller>
          <h3 id="mesh-title">{say.mesh}</h3>
          <Scroller label={say.mesh}>
            <MeshTable rows={call.mesh.value} />
          </Scroller>
        </>
      )}
    </Panel>
  );
}

/** What is wider than a phone is moved sideways in its own place, by keys too. */
function Scroller({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls has to be reached by the keyboard
    <section class="scroller" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
