// Finds what docker-compose.yml and the load balancers' files name and what is not there: "compose config" does not
// look for that, or not in all its versions.
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

const errors = [];
const want = (found, what) => found || errors.push(what);
const read = (file) => readFileSync(file, "utf8");

const { services, networks } = parse(read("docker-compose.yml"), { merge: true });
for (const [name, service] of Object.entries(services)) {
  for (const network of service.networks ?? []) want(network in networks, `${name}: no network ${network}`);
  for (const volume of service.volumes ?? [])
    want(existsSync(volume.split(":")[0]), `${name}: no file for ${volume}`);
  if (service.build) want(existsSync(service.build.dockerfile), `${name}: no ${service.build.dockerfile}`);
}
// The nodes make the credentials that coturn checks.
for (const [name, { environment }] of Object.entries(services))
  if (environment && "RtcHub__Ice__TurnUrls__0" in environment)
    for (const [index, secret] of ["TURN_SECRET", "TURN_OLD_SECRET"].entries())
      want(
        environment[`RtcHub__Ice__TurnSecrets__${index}`] === services.coturn.environment[secret],
        `${name}: another ${secret} than coturn's`,
      );
for (const file of ["deploy/haproxy/haproxy.cfg", "deploy/nginx/nginx.conf"])
  for (const [, node] of read(file).matchAll(/server .*?(\w+):8080/g))
    want(node in services, `${file}: no service ${node}`);

if (errors.length > 0) {
  console.error(errors.join("\n"));
  process.exit(1);
}
