import type { Rtc } from "../link/rtc.js";

/** Asks `iceServers` (STUN) for our address as others see it. Resolves with what went wrong within `ms`, or null. */
export function probeStun(iceServers: RTCIceServer[], rtc: Rtc, ms: number): Promise<string | null> {
  return probe({ iceServers }, rtc, ms, async (create, done) => {
    const connection = create();
    connection.createDataChannel("probe");
    // A device that has a public address gets no candidate of this type: then it is enough that no server failed.
    watchGathering(connection, "srflx", (error) => done(error));
    connection.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.type === "srflx") done(null);
    });
    await connection.setLocalDescription();
  });
}

/** Connects two ends in this page through `iceServers` (TURN) and nothing else. Resolves with what went wrong within `ms`, or null. */
export function probeRelay(iceServers: RTCIceServer[], rtc: Rtc, ms: number): Promise<string | null> {
  const configuration: RTCConfiguration = { iceServers, iceTransportPolicy: "relay" };
  return probe(configuration, rtc, ms, async (create, done) => {
    const [near, far] = [create(), create()];
    near.createDataChannel("probe").onopen = () => done(null);
    for (const end of [near, far])
      watchGathering(end, "relay", (error, isFound) => {
        if (!isFound) done(error ?? "The relay gave no address.");
      });
    const described = describe(near, far);
    passCandidates(near, far, described);
    passCandidates(far, near, described);
    await described;
  });
}

/** Runs `begin` for `ms` at most, then closes the connections that it created. */
async function probe(
  configuration: RTCConfiguration,
  rtc: Rtc,
  ms: number,
  begin: (create: () => RTCPeerConnection, done: (reason: string | null) => void) => Promise<void>,
): Promise<string | null> {
  const connections: RTCPeerConnection[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const create = () => {
    const connection = rtc.createConnection(configuration);
    connections.push(connection);
    return connection;
  };
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => resolve("Nothing came through in time."), ms);
      begin(create, resolve).catch(reject);
    });
  } catch (error) {
    return `The browser does not take these servers: ${String(error)}`;
  } finally {
    clearTimeout(timer);
    for (const connection of connections) connection.close();
  }
}

/** Calls `handleEnd` when all candidates are there: with what went wrong last, and whether one of this type is among them. */
function watchGathering(
  connection: RTCPeerConnection,
  type: RTCIceCandidateType,
  handleEnd: (error: string | null, isFound: boolean) => void,
): void {
  let error: string | null = null;
  let isFound = false;
  connection.addEventListener("icecandidateerror", (event) => {
    error = describeError(event);
  });
  connection.addEventListener("icecandidate", ({ candidate }) => {
    isFound ||= candidate?.type === type;
    if (candidate === null) handleEnd(error, isFound);
  });
}

/** The codes of STUN and TURN (RFC 8489 and 8656), and the browser's own 701. */
function describeError({ errorCode, errorText }: RTCPeerConnectionIceErrorEvent): string {
  if (errorCode === 401) return "The server refuses the credentials (401).";
  if (errorCode === 701) return "The server does not answer (701).";
  return `The server refuses (${errorCode} ${errorText}).`;
}

async function describe(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  const offer = await near.createOffer();
  await near.setLocalDescription(offer);
  await far.setRemoteDescription(offer);
  const answer = await far.createAnswer();
  await far.setLocalDescription(answer);
  await near.setRemoteDescription(answer);
}

/** Candidates found early wait until both ends have their descriptions. */
function passCandidates(from: RTCPeerConnection, to: RTCPeerConnection, described: Promise<void>): void {
  from.addEventListener("icecandidate", ({ candidate }) => {
    // Should one be refused, no channel opens.
    if (candidate) described.then(() => to.addIceCandidate(candidate)).catch(() => {});
  });
}
