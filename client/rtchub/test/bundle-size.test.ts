import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

const index = new URL("../src/index.ts", import.meta.url).pathname;

function bundle(contents: string) {
  return build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
  });
}

// What an application's bundler makes of the library with @microsoft/signalr: minified, gzipped.
test.each([
  ["connect", 18_000],
  ["join", 30_000],
  ["join, LocalMedia", 30_000],
  ["*", 36_000],
])("the bundle of %s has at most %i bytes", async (name, limit) => {
  const contents = name === "*" ? `export * from "${index}"` : `export { ${name} } from "${index}"`;
  const { outputFiles } = await bundle(contents);
  const size = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
  console.log(`${name}: ${size} bytes`);
  expect(size).toBeLessThanOrEqual(limit);
});

test("nobody gets React who does not import it", async () => {
  const { metafile } = await bundle(`export * from "${index}"`);
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((path) => path.includes("@microsoft/signalr"))).not.toEqual([]);
  expect(inputs.filter((path) => path.includes("react"))).toEqual([]);
});
