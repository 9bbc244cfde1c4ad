#!/usr/bin/env bash
# The one test command: installs what the tests need, builds everything, runs every suite, and ends with a count.
set -uo pipefail
cd "$(dirname "$0")"

case ${1:-} in
  "" | --long) long=${1:-} ;; # --long: a million fuzzed frames and whole crowds
  *) echo "usage: ./test.sh [--long]" >&2; exit 2 ;;
esac

results=artifacts/results
rm -rf artifacts
mkdir -p "$results" artifacts/screenshots

say() { printf '\n== %s\n' "$*"; }

# A suite that fails before it can count is one failed test.
failed_suites=0
suite() {
  local name=$1 before=$SECONDS
  shift
  say "$name"
  "$@" || { failed_suites=$((failed_suites + 1)); echo "FAILED: $name"; }
  echo "-- $name: $((SECONDS - before)) s"
}

install() { scripts/install-test-tools.sh && dotnet tool restore > /dev/null; }
build() { dotnet build RtcHub.sln --nologo -v quiet ${CI:+-p:RestoreLockedMode=true}; }
check_client() { npm run --silent --prefix client check; }
document_client() { npm run --silent --prefix client/rtchub docs; }
check_samples() { npm --prefix samples ci --no-audit --no-fund --silent && npm --prefix samples run --silent check; }
test_client() { (cd client && node ../scripts/vitest.mjs "../$results"); }
test_hub() {
  # One project after the other: they measure time limits, and each takes all cores.
  dotnet test RtcHub.sln -m:1 --no-build --nologo --logger "trx;LogFilePrefix=dotnet" --results-directory "$results"
}
attack() {
  dotnet build tests/RtcHub.Attacks -c Release --nologo -v quiet -p:BuildClient=false ${CI:+-p:RestoreLockedMode=true} &&
    dotnet run -c Release --no-build --project tests/RtcHub.Attacks -- all $long
}
test_browsers() {
  npm --prefix tests/browser ci --no-audit --no-fund --silent &&
    npm --prefix tests/browser run --silent check &&
    scripts/in-own-network.sh npm --prefix tests/browser test --silent
}

suite "Tools" install
suite "Build: library, server, client, page, samples" build
suite "Deployment files" scripts/check-deployment.sh
suite "Client: types and style" check_client
suite "Client: every public symbol is described" document_client
suite "Samples: packages and style" check_samples
suite "Client: vitest" test_client
suite "Hub, packages: xunit" test_hub
suite "Attacks on a real server" attack
suite "Chaos: the checker notices every broken promise" dotnet run --no-build --project tests/RtcHub.Chaos -- check-the-checker
suite "Chaos: every fault once" dotnet run --no-build --project tests/RtcHub.Chaos
suite "Calls in real browsers" test_browsers
suite "What people said is in no server's log" node scripts/find-leaks.mjs artifacts/server-logs artifacts/browser

say "All suites: $SECONDS s"
node scripts/count-results.mjs "$results" "$failed_suites"
