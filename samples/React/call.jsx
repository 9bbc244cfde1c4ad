import { StrictMode, useCallback, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { useRoom } from "rtchub/react";

const query = new URLSearchParams(location.search);
const me = query.get("name") ?? `Guest ${Math.floor(Math.random() * 1000)}`;

function Call() {
  const [topic, setTopic] = useState(query.get("topic"));
  const camera = useCamera(topic !== null);
  const { state, peers, error } = useRoom(topic, { metadata: { name: me }, stream: camera });

  if (topic === null)
    return (
      <button type="button" onClick={() => setTopic("react")}>
        Join
      </button>
    );
  return (
    <>
      <p role="status">{error ? error.message : `${state}, ${peers.length} others`}</p>
      {peers.map((peer) => (
        <Tile key={peer.peerId} peer={peer} state={peer.linkState} />
      ))}
      <button type="button" onClick={() => setTopic(null)}>
        Leave
      </button>
    </>
  );
}

function Tile({ peer, state }) {
  const attach = useCallback((video) => peer.attach(video), [peer]);
  return (
    <figure>
      <video ref={attach} aria-label={peer.metadata?.name} width="320" playsInline muted />
      <figcaption>
        {peer.metadata?.name}: {state}
      </figcaption>
    </figure>
  );
}

/** Camera and microphone while they are wanted; undefined before they are there. */
function useCamera(isWanted) {
  const [stream, setStream] = useState();
  useEffect(() => {
    if (!isWanted) return;
    const opened = navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    opened.then(setStream, (error) => console.warn(error.message));
    return () => {
      opened.then(stop, () => {});
      setStream(undefined);
    };
  }, [isWanted]);
  return stream;
}

function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <Call />
  </StrictMode>,
);
