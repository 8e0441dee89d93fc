#!/usr/bin/env bash
# Plays short trading hours with failures, seed by seed: engine, journal, link and a broker on one thread, with requests,
# answers, sockets, tokens, the disk, the clock and the process itself failing. A failing seed is named and plays again
# exactly.
#
#   scripts/chaos.sh [SEEDS] [FIRST]          a toy broker: 10000 seeds from 0 on, unless said otherwise; tests play 400
#   scripts/chaos.sh BROKER [SEEDS] [FIRST]   twenty minutes of market with a broker's adapter and practice side: 1000
#                                             seeds from 1 on, half an hour or so; tests play 4
#   scripts/chaos.sh --trace SEED             one seed of the toy broker, with everything that happened
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    echo "usage: scripts/chaos.sh [BROKER] [SEEDS] [FIRST] | --trace SEED" >&2
    exit 2
}

tests='LinkChaosTests/chaos'
case "${1:-}" in
-h | --help)
    sed -n '2,10s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
--trace)
    [[ ${2:-} =~ ^[0-9]+$ ]] || usage
    export CHAOS_FIRST=$2 CHAOS_SEEDS=1 CHAOS_TRACE=1
    ;;
[a-z]*)
    export CHAOS_BROKER=$1 CHAOS_SEEDS=${2:-1000} CHAOS_FIRST=${3:-1}
    # An unknown broker fails the first of the two.
    tests='WireTests.ChaosTests/.*(is a broker|anything)'
    ;;
*)
    export CHAOS_SEEDS=${1:-10000} CHAOS_FIRST=${2:-0}
    ;;
esac
[[ $CHAOS_SEEDS =~ ^[1-9][0-9]*$ && $CHAOS_FIRST =~ ^[0-9]+$ ]] || usage
scripts/build.sh played
SAUDA_TESTS=played exec swift test -c release --skip-build --parallel --filter "$tests"
