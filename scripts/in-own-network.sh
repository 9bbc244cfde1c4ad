#!/usr/bin/env bash
# Runs a command in a network namespace that has loopback alone, so that browsers gather no address of the machine and
# nothing they do leaves it. The first address and the default route are for Firefox, whose ICE wants one. The second looks
# public, for a TURN server that relays to public addresses only; Chromium's TCP must reach it from loopback, the one
# network here that it knows.
set -euo pipefail
as_root=()
[ "$(id -u)" = 0 ] || as_root=(--map-root-user)
exec unshare --net "${as_root[@]}" bash -c '
  ip link set lo up
  ip addr add 10.99.0.1/32 dev lo
  ip addr add 1.2.3.4/32 dev lo
  ip route change local 1.2.3.4 dev lo table local src 127.0.0.1
  ip route add default dev lo src 10.99.0.1
  exec "$@"' in-own-network "$@"
