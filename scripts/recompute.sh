#!/usr/bin/env bash
# Real prices, twice, and once more without Swift: a release sauda backtests ema9-sell over 250 shares from 2015 in two
# processes, which must send the same commands; then Tests/Independent/recompute.py recomputes every trade from the
# rules. Arguments go to recompute.py: scripts/recompute.sh --trades 5
#
# Prices are looked for in $SAUDA_SHARED, else in `shared` beside the checkout. Without them, or without python3, it
# says SKIPPED; with CI=true it fails instead.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD

skip() {
    echo "SKIPPED: recompute: $1" >&2
    [[ ${CI:-} != true ]] || exit 1
    exit 0
}

shared=${SAUDA_SHARED:-../shared}
[[ -d $shared/data/nse-daily ]] || skip "no real prices in $shared/data/nse-daily; set SAUDA_SHARED to where they are."
command -v python3 >/dev/null || skip "no python3; install 3.9 or newer."
data=$(cd "$shared/data/nse-daily" && pwd)

scripts/build.sh release sauda
bin=$(swift build -c release --show-bin-path)

# An empty directory: a config.yaml there would bring its limits with it.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
cd "$home"

digests=()
for run in first second; do
    "$bin/sauda" backtest ema9-sell --data "$data" --from 2015-01-01 --format json >"$run.json"
    digest=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["commands_digest"])' "$run.json")
    echo "$run run: commands $digest"
    digests+=("$digest")
done
if [[ ${digests[0]} != "${digests[1]}" ]]; then
    echo "recompute: two runs of one command sent different commands; look for what is not in its inputs." >&2
    exit 1
fi

# A year with its journal: every command must come again, byte for byte, from the events alone.
"$bin/sauda" backtest ema9-sell --data "$data" --from 2024-01-01 --to 2024-12-31 --journal year.journal | tail -n 2

python3 "$repository/Tests/Independent/recompute.py" first.json "$data" "$@"
