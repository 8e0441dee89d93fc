#!/usr/bin/env bash
# Builds one of the two graphs, with the only flags that are used for it anywhere: no other command may rebuild it.
#
#   scripts/build.sh debug              everything, tests and benchmarks too
#   scripts/build.sh release [PRODUCT]  an optimised product, `sauda` unless named
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh

case "${1:-}" in
debug) exec swift build --build-tests --explicit-target-dependency-import-check error ;;
release) exec swift build -c release --product "${2:-sauda}" --explicit-target-dependency-import-check error ;;
*)
    echo "usage: scripts/build.sh debug | release [PRODUCT]" >&2
    exit 2
    ;;
esac
