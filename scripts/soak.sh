#!/usr/bin/env bash
# A month of practice days at speed in one process: log-ins, memory, descriptors, books. Half an hour; not a part of CI.
#
#   scripts/soak.sh                                    30 days, 500 instruments, practice Kite
#   scripts/soak.sh --days 5 --broker dhan --instruments 50
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build.sh release sauda
exec python3 scripts/soak/soak.py "$(SAUDA_TESTS=played swift build -c release --show-bin-path)/sauda" "$@"
