#!/usr/bin/env bash
# Builds and runs every test. Arguments go to `swift test`: scripts/test.sh --filter OrderLifecycle
#
# Without arguments in four parts, one after the other: tests that compute; those that talk over real sockets, whose
# time-outs a busy machine would pass, so one test at a time; live days over real sockets; and long chaos. Each part
# runs, whatever the one before said.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build.sh debug
# What hangs is ended with the stack of every thread, not left for somebody else's time limit.
run() { SWIFT_BACKTRACE=enable=yes,color=no,threads=all timeout --kill-after=2m --signal=ABRT 20m swift test --skip-build "$@"; }

if (($#)); then
    run --parallel "$@"
    exit
fi
sockets='SaudaNetTests|SaudaServerTests'
live='LiveDayTests|LiveCardTests'
chaos='LinkChaosTests|KiteChaosTests|LinkNumbersTests'
failed=0
run --parallel --skip "$sockets" --skip "$live" --skip "$chaos" || failed=$?
run --no-parallel --filter "$sockets" || failed=$?
run --parallel --filter "$live" || failed=$?
run --parallel --filter "$chaos" || failed=$?
exit "$failed"
