import { Panel, Scroller } from "rtchub-ui";
import type { Call } from "../state/call";
import { words } from "../words";
import { MeshTable } from "./mesh-table";
import { QualityTable } from "./quality-table";

/** How the call is, in numbers: each link of ours, and who is connected with whom. */
export function ConnectionDetails({ call, onClose }: { call: Call; onClose: () => void }) {
  const say = words.value.details;
  const peers = call.peers.value;
  return (
    <Panel title={say.title} closeLabel={words.value.close} wide onClose={onClose}>
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
