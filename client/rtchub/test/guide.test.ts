import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const documents = ["docs/client.md", "client/rtchub/README.md"];
const read = (document: string) => readFileSync(root + document, "utf8");

/** What snippets take as given. */
const given = `
import type * as library from "rtchub";
declare global {
  const room: library.Room;
  const peer: library.RemotePeer;
  const stream: MediaStream;
  const file: File;
  const bigVideo: HTMLVideoElement;
  const deviceId: string;
  const join: typeof library.join;
  const checkConnectivity: typeof library.checkConnectivity;
  function videoOf(peer: library.RemotePeer): HTMLVideoElement;
  function showProgress(part: number): void;
  function showLock(): void;
  function showState(...on: boolean[]): void;
  function showMenus(...devices: (readonly MediaDeviceInfo[])[]): void;
  const bytes: ArrayBuffer;
  const ownVideo: HTMLVideoElement;
  function showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
  function makeOffer(peer: library.Peer): Promise<RTCSessionDescriptionInit>;
  function takeAnswer(from: string, description: library.JsonObject): void;
}`;

/** The packages they import. */
const packages = `
declare module "@roamhq/wrtc" {
  const webrtc: import("rtchub").WebRtc;
  export default webrtc;
}
declare module "ws" {
  export default class { constructor(url: string) }
}`;

test("every snippet of the guide and the README has the right types", { timeout: 60_000 }, () => {
  const folder = `${root}client/rtchub/node_modules/.snippets/`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const snippets = documents.flatMap((document) => [...read(document).matchAll(/```(tsx?)\n(.*?)```/gs)]);
  for (const [index, [, extension, code = ""]] of snippets.entries())
    writeFileSync(`${folder}snippet-${index}.${extension}`, `${code}\nexport {};\n`);
  writeFileSync(`${folder}given.d.ts`, given);
  writeFileSync(`${folder}packages.d.ts`, packages);
  const compilerOptions = {
    noEmit: true,
    module: "ESNext",
    moduleResolution: "Bundler",
    jsx: "react-jsx",
    noUnusedLocals: false,
    noUnusedParameters: false,
    allowImportingTsExtensions: true,
    paths: { rtchub: ["../../src/index.ts"], "rtchub/react": ["../../src/react.ts"] },
  };
  writeFileSync(
    `${folder}tsconfig.json`,
    JSON.stringify({ extends: "../../../tsconfig.base.json", compilerOptions, include: ["*"] }),
  );

  expect(snippets.length).toBeGreaterThan(15);
  expect(problemsOf(folder)).toBe("");
});

test("the guide's links lead to files that are there", () => {
  const links = [...read("docs/client.md").matchAll(/\]\(([^)#]+)/g)].map(([, link]) => link ?? "");

  expect(links.length).toBeGreaterThan(30);
  expect(links.filter((link) => !existsSync(`${root}docs/${link}`))).toEqual([]);
});

/** What the compiler says of a project. */
function problemsOf(folder: string): string {
  try {
    execFileSync("npx", ["tsc", "-p", folder], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
