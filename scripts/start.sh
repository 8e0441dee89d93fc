#!/usr/bin/env bash
# How long `sauda serve` takes from its start until it has taken a begun day up, with an instrument list of 100,000 rows on
# the disk. Five starts; not a part of CI.
#
#   scripts/start.sh [ROWS]
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-100000}
scripts/build.sh release sauda
sauda=$(SAUDA_TESTS=played swift build -c release --show-bin-path)/sauda
exec python3 scripts/soak/start.py "$sauda" "$rows"
