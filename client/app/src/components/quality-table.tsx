import type { LinkQuality } from "rtchub";
import type { PeerView } from "../state/peer-view";
import { locale, words } from "../words";
import { QualityMark } from "./quality-mark";

const columns = ["person", "quality", "roundTrip", "loss", "jitter", "up", "down", "path"] as const;
const unknown = "–";

export function QualityTable({ peers }: { peers: readonly PeerView[] }) {
  const say = words.value.details;
  return (
    <table class="details">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {say[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {peers.map((peer) => (
          <PeerRow key={peer.key} peer={peer} />
        ))}
      </tbody>
    </table>
  );
}

function PeerRow({ peer }: { peer: PeerView }) {
  const say = words.value.details;
  const { quality, problem } = peer;
  return (
    <tr>
      <th scope="row">{peer.name}</th>
      <td>
        <span aria-hidden="true">
          <QualityMark quality={quality.word} />
        </span>{" "}
        {say.qualities[quality.word]}
        {problem && <p class="details-problem">{words.value.linkProblems[problem]}</p>}
      </td>
      {numbers(quality).map((text, place) => (
        <td key={place} class="number">
          {text}
        </td>
      ))}
      <td>{quality.path ? say.paths[quality.path] : unknown}</td>
    </tr>
  );
}

function numbers({ word, rttMs, lossPercent, jitterMs, sendKbps, receiveKbps }: LinkQuality): string[] {
  const format = new Intl.NumberFormat(locale.value);
  const inUnit = (value: number | null, unit: string) =>
    value === null || word === "none" ? unknown : `${format.format(value)} ${unit}`;
  return [
    inUnit(rttMs, "ms"),
    inUnit(lossPercent, "%"),
    inUnit(jitterMs, "ms"),
    inUnit(sendKbps, "kbit/s"),
    inUnit(receiveKbps, "kbit/s"),
  ];
}
