#!/usr/bin/env bash
# Checks the files that RtcHub is deployed with, each by the program that reads it, as far as it is installed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
PATH=$PATH:/usr/sbin # haproxy and nginx live there

failed=0
check() { # NAME COMMAND...
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "ok       $name"
  else
    failed=1
    printf 'FAILED   %s\n%s\n' "$name" "$output"
  fi
}
skip() { echo "skipped  $1"; }

compose() {
  if docker compose version > /dev/null 2>&1; then
    docker compose --profile turn config --quiet
  else
    docker-compose --profile turn config --quiet
  fi
}

# Addresses, because nobody here knows the names that compose gives.
haproxy_config() {
  RTCHUB_NODE1=127.0.0.1:1 RTCHUB_NODE2=127.0.0.1:2 RTCHUB_NODE3=127.0.0.1:3 haproxy -c -f deploy/haproxy/haproxy.cfg
}

nginx_config() {
  local config
  config=$(mktemp) &&
    sed 's/node\([123]\):8080/127.0.0.1:\1/' deploy/nginx/nginx.conf > "$config" &&
    nginx -t -c "$config" -g "pid $config.pid;" || return
  rm -f "$config" "$config.pid"
}

# With whatever program is here: the one that it names is the operator's.
systemd_unit() {
  local folder
  folder=$(mktemp -d) &&
    sed "s#/usr/bin/dotnet#$(command -v true)#" deploy/systemd/rtchub.service > "$folder/rtchub.service" &&
    systemd-analyze verify --man=no "$folder/rtchub.service" &&
    systemd-analyze security --offline=yes --threshold=20 "$folder/rtchub.service" || return # 100 is open to everything
  rm -r "$folder"
}

check "packages of scripts/deployment" npm --prefix scripts/deployment ci --no-audit --no-fund --silent
check "docker-compose.yml (compose config)" compose
check "docker-compose.yml (what it names is there)" node scripts/deployment/compose.mjs
check "deploy/kubernetes (types of Kubernetes 1.30, what they name is there)" \
  node scripts/deployment/kubernetes.mjs deploy/kubernetes
check "deploy/haproxy/haproxy.cfg (haproxy -c)" haproxy_config
if command -v nginx > /dev/null; then
  check "deploy/nginx/nginx.conf (nginx -t)" nginx_config
else
  skip "deploy/nginx/nginx.conf: nginx is not installed"
fi
if command -v systemd-analyze > /dev/null; then
  check "deploy/systemd/rtchub.service (systemd-analyze verify, security)" systemd_unit
else
  skip "deploy/systemd/rtchub.service: systemd-analyze is not installed"
fi
if command -v promtool > /dev/null; then
  check "deploy/prometheus/alerts.yml (promtool check rules)" promtool check rules deploy/prometheus/alerts.yml
  check "deploy/prometheus/alerts.yml (promtool test rules)" promtool test rules deploy/prometheus/alerts.test.yml
else
  skip "deploy/prometheus/alerts.yml: promtool is not installed"
fi
exit $failed
