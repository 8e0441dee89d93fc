#!/usr/bin/env bash
# Hunts for secrets in all that sauda prints, writes and shows of itself: a practice day with refused sign-ins, failures
# and a crash. See Tests/Independent/secret_hunt.py for what it does.
#
#   scripts/secret-hunt.sh [--seconds N] [--keep DIR]
#
# Takes the debug build, or the one that SAUDA names. Ends with 1 when a secret is found.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v python3 >/dev/null || {
    echo "SKIPPED: there is no python3; install it to hunt."
    [[ ${CI:-} != true ]] || exit 1
    exit 0
}
sauda=${SAUDA:-.build/debug/sauda}
[[ -x $sauda ]] || scripts/build.sh debug
exec python3 Tests/Independent/secret_hunt.py "$sauda" "$@"
