import type { LinkState } from "rtchub";
import { describe, expect, it } from "vitest";
import { callStatus, linkNote } from "../src/state/call-status";

const peer = (name: string, linkState: LinkState) => ({ name, linkState });

describe("the status of a call", () => {
  it("says that nobody else is there yet", () => {
    expect(callStatus("connected", []).text).toBe("Waiting for someone to join");
  });

  it("names the people in the call, and only the first two of many", () => {
    const names = ["Ada", "Bob", "Cleo", "Dora"];
    const peers = names.map((name) => peer(name, "connected"));
    expect(callStatus("connected", peers.slice(0, 1)).text).toBe("In a call with Ada");
    expect(callStatus("connected", peers.slice(0, 3)).text).toBe("In a call with Ada, Bob and Cleo");
    expect(callStatus("connected", peers).text).toBe("In a call with Ada, Bob and 2 others");
  });

  it("puts a failed connection before everything that is under way, and says what to try", () => {
    const peers = [peer("Ada", "connecting"), peer("Bob", "failed"), peer("Cleo", "reconnecting")];
    const status = callStatus("connected", peers);
    expect(status.tone).toBe("bad");
    expect(status.text).toContain("Connection to Bob failed");
    expect(status.text).toContain("Try another network");
  });

  it("tells a first connection from one that is being restored", () => {
    expect(callStatus("connected", [peer("Ada", "new")]).text).toBe("Connecting to Ada…");
    expect(callStatus("connected", [peer("Ada", "reconnecting")]).text).toBe("Reconnecting to Ada…");
  });

  it("says whether the call goes on while the service is away", () => {
    expect(callStatus("reconnecting", [peer("Ada", "connected")]).text).toContain("Your call goes on");
    expect(callStatus("reconnecting", []).text).toContain("Reconnecting");
  });
});

describe("a tile", () => {
  it("says nothing about a connection that is up, and advises when it failed", () => {
    expect(linkNote("connected")).toBeNull();
    expect(linkNote("connecting")?.title).toBe("Connecting…");
    expect(linkNote("failed")?.advice).toContain("Try another network");
  });
});
