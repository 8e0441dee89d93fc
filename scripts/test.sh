#!/usr/bin/env bash
# Builds and runs every test. Arguments go to `swift test`: scripts/test.sh --filter OrderLifecycle
#
# Without arguments in five parts, one after the other: tests that compute; those that talk over real sockets, whose
# time-outs a busy machine would pass, so one test at a time; then of a release build chaos and cards; the program; and
# live days over real sockets. Each part runs, whatever the one before said.
set -euo pipefail
cd "$(dirname "$0")/.."
# Tests that hang are shown and ended, not left for somebody else's time limit.
run() {
    swift test --skip-build "$@" &
    local tests=$!
    { timeout "${TEST_LIMIT:-20m}" tail --pid="$tests" -f /dev/null || end_hanging "$tests"; } &
    wait "$tests"
}

end_hanging() {
    echo "test: these tests take too long and are ended; the processes they wait for, and where each thread stands:" >&2
    for runner in $(pgrep -P "$1"); do
        ps -o pid,etime,args --pid "$runner" --ppid "$runner" >&2
        if [[ -x $(type -P gdb) ]]; then gdb -p "$runner" -batch -ex 'thread apply all bt 12' >&2 2>/dev/null; fi
        kill -KILL "$runner"
    done
}

if (($#)); then
    scripts/build.sh debug
    run --parallel "$@"
    exit
fi
# Tests that are played are built once, for release.
export SAUDA_TESTS=computed
scripts/build.sh debug
sockets='SaudaNetTests|SaudaServerTests'
program='^SaudaCommandTests\.'
live='LiveDayTests|LiveCardTests'
failed=0
run --parallel --skip "$sockets" || failed=$?
run --no-parallel --filter "$sockets" || failed=$?
scripts/build.sh played
export SAUDA_TESTS=played
run -c release --parallel --skip "$live" --skip "$program" || failed=$?
run -c release --parallel --filter "$program" || failed=$?
run -c release --parallel --filter "$live" || failed=$?
exit "$failed"
