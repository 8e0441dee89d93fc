#!/usr/bin/env bash
# The shells under the thread sanitizer: mailbox, links, transports, practice server, a live day over real sockets.
# It builds everything once more, in a folder of its own; not part of CI. One test at a time: the time-outs are real.
#
#   scripts/tsan.sh [FILTER]   the suites that share state between threads, unless a filter is given
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
-h | --help)
    sed -n '2,5s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac
scripts/setup.sh
filter=${1:-'MailboxTests|SaudaNetTests|SaudaServerTests|LiveDayTests'}
# The first race ends the run, with both stacks.
export TSAN_OPTIONS="halt_on_error=1 exitcode=66 suppressions=$PWD/scripts/tsan-suppressions.txt"
exec swift test --scratch-path .build-tsan --sanitize=thread --no-parallel --filter "$filter"
