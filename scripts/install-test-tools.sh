#!/usr/bin/env bash
# Brings what the tests need and the repository's own package managers do not: on Debian as root it installs, elsewhere
# it names what is missing.
set -euo pipefail

# Redis and HAProxy are started by scripts/cluster.sh, as processes; nginx only checks its file. What their packages start
# themselves, and only under systemd, is not used. Prometheus' promtool checks metrics and alerts,
# systemd's systemd-analyze its unit.
declare -A package_of=(
  [chromium]=chromium [firefox-esr]=firefox-esr [ip]=iproute2 [unshare]=util-linux
  [redis-server]=redis-server [haproxy]=haproxy [nginx]=nginx-light [turnserver]=coturn [curl]=curl [ps]=procps [python3]=python3
  [promtool]=prometheus [systemd-analyze]=systemd
)
docker compose version > /dev/null 2>&1 || package_of[docker-compose]=docker-compose

PATH=$PATH:/usr/sbin # haproxy and nginx live there
missing=()
for command in "${!package_of[@]}"; do
  command -v "$command" > /dev/null || missing+=("${package_of[$command]}")
done

for command in dotnet node npm; do
  command -v "$command" > /dev/null || { echo "Missing: $command (.NET SDK 10, Node.js 20.19 or newer)" >&2; exit 1; }
done

[ "${#missing[@]}" = 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
  echo "Missing: ${missing[*]} (on Debian: sudo apt-get install ${missing[*]})" >&2
  exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
