#!/usr/bin/env bash
# The main jobs on config.yaml as it comes: no account, no network, under two minutes after the build.
# Writes to a temporary folder only, never to data/.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build.sh release sauda
bin=$(swift build -c release --show-bin-path)

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

show() {
    local heading=$1
    shift
    printf '\n=== %s\n$ sauda %s\n' "$heading" "${*//$home/HOME}"
    local status=0
    timeout 60 "$bin/sauda" "$@" || status=$?
    ((status != 124)) || echo "demo: this took longer than a minute and was stopped." >&2
    return "$status"
}

show "Is the configuration sound?" check config.yaml
show "Which strategies are there, and what can be set?" strategies
show "Eight made-up years, the same for the same seed" backtest ema9-sell --generated --seed 7
show "A made-up paper day at full speed, with a journal" run --day 2026-04-15 --speed max --home "$home"
