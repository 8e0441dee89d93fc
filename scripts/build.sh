#!/usr/bin/env bash
# Builds one of the two graphs, with the only flags that are used for it anywhere: no other command may rebuild it.
#
#   scripts/build.sh debug [PRODUCT]    everything, tests and benchmarks too, or one product; with SAUDA_TESTS=computed in
#                                       the environment without the tests that are played in a release build
#   scripts/build.sh release [PRODUCT]  an optimised product, `sauda` unless named
#   scripts/build.sh played             release, and the tests that play whole days (Package.swift)
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh

flags=(--explicit-target-dependency-import-check error)
[[ ${1:-} == debug ]] || export SAUDA_TESTS=played
case "${1:-}" in
debug)
    [[ -z ${2:-} ]] || exec swift build --product "$2" "${flags[@]}"
    exec swift build --build-tests "${flags[@]}"
    ;;
release) exec swift build -c release --product "${2:-sauda}" "${flags[@]}" ;;
played) exec swift build -c release --product saudaPackageTests "${flags[@]}" ;;
*)
    echo "usage: scripts/build.sh debug [PRODUCT] | release [PRODUCT] | played" >&2
    exit 2
    ;;
esac
