// Writes Kubernetes objects as TypeScript literals of their kind and compiles them: a misspelt field, a wrong type, an
// apiVersion or a kind that does not exist is an error.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const modules = join(import.meta.dirname, "node_modules");
const options = "--noEmit --strict --skipLibCheck --ignoreConfig --module preserve --pretty".split(" ");

export function typeErrors(objects) {
  const source = objects.map((object, index) => {
    const [version, group = "core"] = String(object.apiVersion).split("/").reverse();
    const type = `import("kubernetes-types/${group.split(".")[0]}/${version}").${object.kind}`;
    return `export const object${index}: ${type} = ${JSON.stringify(object, null, 2)};\n`;
  });
  const file = join(modules, "kubernetes.ts");
  writeFileSync(file, source.join("\n"));
  const run = spawnSync(join(modules, ".bin", "tsc"), [...options, file], { encoding: "utf8" });
  return run.status === 0 ? [] : [stripVTControlCharacters(run.stdout + run.stderr)];
}
