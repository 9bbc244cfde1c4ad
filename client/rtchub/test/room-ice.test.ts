import { expect, test, vi } from "vitest";
import { pass, service } from "./fakes/hub-setup.js";
import { enter, network } from "./fakes/room-setup.js";

const minutes = (count: number) => count * 60_000;

const configuration = (index = 0) => network.connections[index]?.configuration;
const urls = (index = 0) => configuration(index)?.iceServers?.map((server) => server.urls);
const states = () => network.open.map((connection) => connection.connectionState);
const fetches = () => service.callsOf("GetIceServers").length;

/** As when a device sleeps: the clock goes on, no timer runs. */
const sleep = (ms: number) => vi.setSystemTime(Date.now() + ms);

test("ICE servers of the service come before the application's", async () => {
  await enter("Ada", { iceServers: [{ urls: "stun:own" }], iceTransportPolicy: "relay" });
  await enter("Bob");

  expect(urls()).toEqual(["stun:service", "stun:own"]);
  expect(configuration()?.iceTransportPolicy).toBe("relay");
});

test("credentials that do not end are never fetched again", async () => {
  await enter("Ada");
  await pass(minutes(24 * 60));

  expect(fetches()).toBe(0);
});

test("connections that are there get new credentials well before the old ones end", async () => {
  service.ice.iceServersTtlMs = minutes(20);
  await enter("Ada");
  await enter("Bob");
  await pass(minutes(14));
  expect(urls()).toEqual(["stun:service"]);
  await pass(minutes(2));
  expect(network.connections.map((_, index) => urls(index))).toEqual([["stun:renewed"], ["stun:renewed"]]);
  await pass(minutes(15));

  expect(fetches()).toBe(4);
});

test("credentials of a month are not fetched all the time", async () => {
  service.ice.iceServersTtlMs = minutes(60 * 24 * 40);
  await enter("Ada");
  await pass(minutes(10));

  expect(fetches()).toBe(0);
});

test("a service that wants everything relayed has its way, whatever the application asked for", async () => {
  service.ice.relayOnly = true;
  await enter("Ada", { iceTransportPolicy: "all" });
  await enter("Bob");

  expect(configuration(0)?.iceTransportPolicy).toBe("relay");
  expect(configuration(1)?.iceTransportPolicy).toBe("relay");
});

test("connections that are there learn of it when the service comes to want everything relayed", async () => {
  service.ice.iceServersTtlMs = minutes(4);
  await enter("Ada");
  await enter("Bob");
  expect(configuration()?.iceTransportPolicy).toBeUndefined();
  service.ice.relayOnly = true;
  await pass(minutes(3));

  expect(configuration()?.iceTransportPolicy).toBe("relay");
});

test("a failed fetch is tried again, with growing waits, until it works", async () => {
  service.ice.iceServersTtlMs = minutes(20);
  await enter("Ada");
  service.intercept = (method) =>
    method === "GetIceServers" ? { code: "backplane_unavailable" } : undefined;
  await pass(minutes(18));
  expect(fetches()).toBeGreaterThan(5);
  expect(fetches()).toBeLessThan(10);
  service.intercept = () => undefined;
  await enter("Bob");
  await pass(minutes(2));

  expect(urls()).toEqual(["stun:renewed"]);
});

test("a restart that finds the credentials ended waits for new ones, on both ends", async () => {
  service.ice.iceServersTtlMs = minutes(20);
  const rooms = [await enter("Ada"), await enter("Bob")];
  sleep(minutes(30));
  network.breakAll();
  network.heal();
  const atDescription: unknown[] = [];
  service.intercept = (method, [, to]) => {
    const from = rooms.findIndex(({ peerId }) => peerId !== to);
    if (/SendOffer|SendAnswer/.test(method)) atDescription.push(urls(from)?.[0]);
    return undefined;
  };
  await pass(12_000);

  expect(atDescription).toEqual(["stun:renewed", "stun:renewed"]);
  expect(states()).toEqual(["connected", "connected"]);
});

test("a call begun when the credentials are about to end is made with new ones", async () => {
  service.ice.iceServersTtlMs = minutes(20);
  await enter("Ada");
  sleep(minutes(20) - 10_000);
  const atOffer: unknown[] = [];
  service.intercept = (method) => {
    if (method === "SendOffer") atOffer.push(urls()?.[0]);
    return undefined;
  };
  await enter("Bob");

  expect(atOffer).toEqual(["stun:renewed"]);
});

test("a negotiation goes on with the old credentials when new ones cannot be had in time", async () => {
  service.ice.iceServersTtlMs = minutes(20);
  await enter("Ada");
  sleep(minutes(30));
  service.intercept = (method) => (method === "GetIceServers" ? "lose" : undefined);
  await enter("Bob");
  await pass(2_000);
  expect(service.callsOf("SendOffer")).toEqual([]);
  await pass(1_000);

  expect(states()).toEqual(["connected", "connected"]);
});

test("after a lost session the servers of the new subscription count", async () => {
  service.ice.iceServersTtlMs = minutes(20);
  const ada = await enter("Ada");
  await enter("Bob");
  service.ice = { iceServers: [{ urls: "stun:other" }] };
  service.kill();
  service.forget();
  await pass(20_000);

  expect(ada.state).toBe("connected");
  expect(urls()).toEqual(["stun:other"]);
  await pass(minutes(60));
  expect(fetches()).toBe(0);
});

test("who has left fetches nothing any more", async () => {
  service.ice.iceServersTtlMs = minutes(4);
  const ada = await enter("Ada");
  void ada.leave();
  await pass(minutes(10));

  expect(fetches()).toBe(0);
});
