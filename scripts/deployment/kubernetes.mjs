// Checks a folder of Kubernetes files: that kustomization.yaml lists all, that each is what its kind has to be, and
// that what one names is there. Prints the objects, or the errors.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { danglingReferences } from "./references.mjs";
import { typeErrors } from "./types.mjs";

const folder = process.argv[2];
const errors = [];

function read(file) {
  const documents = parseAllDocuments(readFileSync(join(folder, file), "utf8"));
  errors.push(
    ...documents.flatMap((document) => document.errors).map((error) => `${file}: ${error.message}`),
  );
  return documents.map((document) => document.toJS());
}

const files = readdirSync(folder).filter((file) => file !== "kustomization.yaml");
const listed = read("kustomization.yaml")[0].resources;
for (const file of files) if (!listed.includes(file)) errors.push(`kustomization.yaml does not list ${file}`);
for (const file of listed)
  if (!files.includes(file)) errors.push(`kustomization.yaml lists ${file}: not there`);

const objects = files.flatMap(read);
// Each only when the one before has found nothing: it builds on that.
if (errors.length === 0) errors.push(...typeErrors(objects));
if (errors.length === 0) errors.push(...danglingReferences(objects));

if (errors.length > 0) {
  console.error(errors.join("\n"));
  process.exit(1);
}
console.log(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(", "));
