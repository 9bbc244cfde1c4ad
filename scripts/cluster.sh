#!/usr/bin/env bash
# Runs what docker-compose.yml runs, but as processes on loopback: Redis, three nodes, HAProxy.
#
#   scripts/cluster.sh run [DIR] [PORT]      in the foreground, until Ctrl-C
#   scripts/cluster.sh start DIR [PORT]      in the background
#   scripts/cluster.sh stop DIR
#   scripts/cluster.sh start-node DIR N      one that has ended starts again, at the same address
#   scripts/cluster.sh restart-node DIR N    drains it, waits for its end, starts it again
#   scripts/cluster.sh start-redis DIR       as start-node; Redis is empty then
#   scripts/cluster.sh start-haproxy DIR
#
# Without PORT a free one is taken. DIR then has NAME.pid and NAME.log for redis, node1, node2, node3 and haproxy,
# NAME.url for what speaks HTTP, NAME.management.url for the nodes' management ports (RtcHub__Management__Key in the
# environment is their key), and redis.address. To end one: kill "$(cat DIR/node1.pid)".
# RtcHub__* in the environment is for the nodes. RTCHUB_SERVER names another build of the server.
set -euo pipefail

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
fail() { echo "$*" >&2; exit 1; }

command=${1:-run} directory=${2:-}
case $command in
  run) directory=${directory:-$(mktemp -d)} && mkdir -p "$directory" ;;
  start) mkdir -p "${directory:?DIR}" ;;
  stop | start-node | restart-node | start-redis | start-haproxy)
    [ -f "${directory:?DIR}/redis.address" ] || fail "No cluster was started in $directory"
    ;;
  *) usage ;;
esac
directory=$(realpath "$directory")
cd "$(dirname "$0")/.."

server=${RTCHUB_SERVER:-src/RtcHub.Server/bin/Debug/net10.0/RtcHub.Server.dll}
PATH=$PATH:/usr/sbin # haproxy lives there
ulimit -n "$(ulimit -Hn)"

check_tools() {
  local tool
  for tool in redis-server haproxy dotnet curl; do
    command -v "$tool" > /dev/null || fail "Missing: $tool (scripts/install-test-tools.sh installs it on Debian)"
  done
  [ -f "$server" ] || fail "Missing: $server (dotnet build src/RtcHub.Server makes it)"
}

# Eight free ports in a row, below those that outgoing connections get: a node must find its own free when it comes back.
first_free_port() {
  local first port
  while true; do
    first=$((20000 + RANDOM % 1200 * 10))
    for port in $(seq $first $((first + 7))); do
      (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null && continue 2
    done
    echo "$first"
    return
  done
}

address_of() { # NAME
  local file
  for file in "$directory/$1.address" "$directory/$1.url"; do
    [ ! -f "$file" ] || { sed 's#^http://##' "$file"; return; }
  done
  fail "No such process: $1"
}

alive() { # NAME; a zombie is not
  [ -f "$directory/$1.pid" ] || return 1
  case $(ps -o stat= -p "$(cat "$directory/$1.pid")") in "" | Z*) return 1 ;; esac
}

# In a session of its own, so that Ctrl-C does not end it before its turn.
launch() { # NAME COMMAND...
  local name=$1
  shift
  ! alive "$name" || fail "$name is running"
  setsid "$@" < /dev/null >> "$directory/$name.log" 2>&1 &
  echo $! > "$directory/$name.pid"
}

launch_redis() {
  local address
  address=$(address_of redis)
  launch redis redis-server --bind "${address%:*}" --port "${address#*:}" --save "" --appendonly no
}

launch_node() { # N
  local address redis
  address=$(address_of "node$1")
  redis=$(address_of redis)
  launch "node$1" env RtcHub__Redis__ConnectionString="$redis" RtcHub__TrustedProxies__0=127.0.0.1 \
    RtcHub__Management__Url="$(cat "$directory/node$1.management.url")" dotnet "$server" --urls "http://$address"
}

launch_haproxy() {
  launch haproxy env RTCHUB_LISTEN="$(address_of haproxy)" RTCHUB_NODE1="$(address_of node1)" \
    RTCHUB_NODE2="$(address_of node2)" RTCHUB_NODE3="$(address_of node3)" haproxy -db -f deploy/haproxy/haproxy.cfg
}

answers() { # NAME
  case $1 in
    redis) (: < "/dev/tcp/$(address_of redis | tr : /)") 2> /dev/null ;;
    *) curl --silent --fail --max-time 2 --output /dev/null "$(cat "$directory/$1.url")/readyz" ;;
  esac
}

wait_for() { # NAME...
  local name deadline=$((SECONDS + 30))
  for name; do
    until answers "$name"; do
      alive "$name" || { tail "$directory/$name.log" >&2; fail "$name has ended: $directory/$name.log"; }
      [ $SECONDS -lt $deadline ] || { tail "$directory/$name.log" >&2; fail "$name is not ready after 30 s"; }
      sleep 0.1
    done
  done
}

end() { # NAME...; 25 s are for the drain; fails when one had to be killed
  local name killed=0 deadline=$((SECONDS + 25))
  for name; do
    if alive "$name"; then kill -TERM "$(cat "$directory/$name.pid")"; fi
  done
  for name; do
    while alive "$name" && [ $SECONDS -lt $deadline ]; do sleep 0.05; done
    if alive "$name"; then kill -KILL "$(cat "$directory/$name.pid")" && killed=1; fi
    rm -f "$directory/$name.pid"
  done
  return $killed
}

stop() {
  end haproxy || true
  end node1 node2 node3 || true
  end redis || true
}

start() { # [PORT]
  local first n
  check_tools
  if alive redis || alive haproxy; then fail "A cluster is running in $directory"; fi
  first=$(first_free_port)
  echo "127.0.0.1:$((first + 1))" > "$directory/redis.address"
  for n in 1 2 3; do
    echo "http://127.0.0.1:$((first + 1 + n))" > "$directory/node$n.url"
    echo "http://127.0.0.1:$((first + 4 + n))" > "$directory/node$n.management.url"
  done
  echo "http://127.0.0.1:${1:-$first}" > "$directory/haproxy.url"

  trap stop EXIT # what did start, if the rest does not
  launch_redis
  wait_for redis
  for n in 1 2 3; do launch_node "$n"; done
  wait_for node1 node2 node3
  launch_haproxy
  wait_for haproxy
  trap - EXIT
  echo "RtcHub cluster is ready: $(cat "$directory/haproxy.url") (files in $directory)"
}

case $command in
  start) start "${3:-}" ;;
  stop) stop ;;
  start-redis) launch_redis; wait_for redis ;;
  start-haproxy) launch_haproxy; wait_for haproxy ;;
  start-node) launch_node "${3:?N}"; wait_for "node$3" ;;
  restart-node) end "node${3:?N}"; launch_node "$3"; wait_for "node$3" ;;
  run)
    trap exit INT TERM
    start "${3:-}"
    trap stop EXIT
    while sleep 1; do :; done
    ;;
esac
