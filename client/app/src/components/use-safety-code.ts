import { useEffect, useState } from "preact/hooks";
import { type SafetyCode, safetyCode } from "rtchub";

/** The connection's code, and every later one when it is negotiated anew; undefined while it is worked out, null when there is none. */
export function useSafetyCode(connection: RTCPeerConnection | null): SafetyCode | null | undefined {
  const [code, setCode] = useState<SafetyCode | null>();
  useEffect(() => {
    let newest = 0;
    const workOut = async () => {
      const asked = ++newest;
      const worked = await safetyCode(connection);
      if (asked === newest) setCode(worked);
    };
    setCode(undefined);
    void workOut();
    connection?.addEventListener("signalingstatechange", workOut);
    return () => {
      newest++;
      connection?.removeEventListener("signalingstatechange", workOut);
    };
  }, [connection]);
  return code;
}
