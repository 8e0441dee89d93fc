#!/usr/bin/env bash
# Builds and runs every test. Arguments go to `swift test`: scripts/test.sh --filter OrderLifecycle
#
# Without arguments in four parts, one after the other: tests that compute; those that talk over real sockets, whose
# time-outs a busy machine would pass; live days over real sockets; and long chaos: these make it busy. Each part runs,
# whatever the one before said.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build.sh debug
run() { swift test --skip-build --parallel "$@"; }

if (($#)); then
    run "$@"
    exit
fi
sockets='SaudaNetTests|SaudaServerTests'
live='LiveDayTests|LiveCardTests'
chaos='LinkChaosTests|KiteChaosTests|LinkNumbersTests'
failed=0
run --skip "$sockets" --skip "$live" --skip "$chaos" || failed=$?
run --filter "$sockets" || failed=$?
run --filter "$live" || failed=$?
run --filter "$chaos" || failed=$?
exit "$failed"
