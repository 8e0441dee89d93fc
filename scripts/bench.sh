#!/usr/bin/env bash
# Measures a release build and prints each figure beside its goal. Ends with 0 however the figures are: a shared machine
# moves by a factor of two between minutes. Quote the ratios, which are taken inside a round.
#
# Set beside the checkout, ../shared brings the peers (C, generated bars) and 250 symbols of real daily prices; what
# needs them is left out without it, and said. Peers need gcc, make and python3; peak memory needs GNU time.
#
#   scripts/bench.sh [ROUNDS]     5 unless given
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-5}
[[ $rounds =~ ^[1-9][0-9]*$ ]] || {
    echo "usage: scripts/bench.sh [ROUNDS]" >&2
    exit 2
}
shared=${SAUDA_SHARED:-../shared}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

scripts/build.sh release sauda
scripts/build.sh release SaudaBench
bin=$(swift build -c release --show-bin-path)

left_out() { printf '  left out: %s\n' "$1"; }

# figure NAME VALUE UNIT TEST GOAL: one line; TEST is an awk condition on v.
figure() {
    awk -v name="$1" -v v="$2" -v unit="$3" -v goal="$5" "BEGIN {
        printf \"  %-34s %10.4g %-8s goal %-24s %s\n\", name, v, unit, goal, ($4) ? \"met\" : \"MISSED\" }"
}

# Sorted numbers on the way in; median, least and most on the way out.
spread() {
    sort -g | awk '{ v[NR] = $1 }
        END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2, v[1], v[NR] }'
}

# speed PEER: the figure of one peer in a harness's lines.
speed() { sed -nE "s/.*\"item\":\"backtest\",\"peer\":\"$1\".*\"median\":([0-9.e+]+).*/\1/p"; }
# outcome PEER: trades, fees and money of one peer, to compare.
outcome() { sed -nE "s/.*\"check\":\"backtest_daily\",\"peer\":\"$1\",(.*)\}/\1/p"; }

# run_timed NAME COMMAND...: sets `seconds` and `megabytes` (empty without GNU time); output in $home/out.
run_timed() {
    local name=$1 start status=0
    shift
    megabytes=
    start=$EPOCHREALTIME
    if [[ -x /usr/bin/time ]]; then
        /usr/bin/time -f '%M' -o "$home/peak" "$@" >"$home/out" 2>"$home/err" || status=$?
        ((status)) || megabytes=$(awk '{ print $1 * 1.024 / 1000 }' "$home/peak")
    else
        "$@" >"$home/out" 2>"$home/err" || status=$?
    fi
    seconds=$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }')
    ((status == 0)) && return
    left_out "$name ended with $status: $(tail -n 1 "$home/err")"
    return 1
}

memory() {
    if [[ -n $megabytes ]]; then figure "$@"; else left_out "$1: install GNU time (apt-get install time)"; fi
}

# --- Engine and exchange against a C loop

echo
echo "Backtest, 500 symbols of 2,500 daily bars, $rounds rounds, bars a second"
missing=
for tool in gcc make python3; do command -v "$tool" >/dev/null || missing+=" $tool"; done
if [[ ! -d $shared/bench ]]; then
    left_out "there is no $shared/bench with the peers"
elif [[ -n $missing ]]; then
    left_out "the peers need$missing"
else
    peers=$PWD/.build/bench
    echo "  (making the peers' data takes a minute the first time)"
    make -s -C "$shared/bench" BUILD="$peers" data "$peers/bt_c" >"$home/make" 2>&1 || {
        tail -n 20 "$home/make" >&2
        echo "bench: the peers could not be made; the last lines of make stand above." >&2
        exit 1
    }
    for ((round = 1; round <= rounds; round++)); do
        ours=$("$bin/SaudaBench" "$peers/data/daily.bin" 3)
        theirs=$("$peers/bt_c" run "$peers/data/daily.bin" 3 2>/dev/null)
        awk -v n="$round" -v a="$(speed sauda <<<"$ours")" -v b="$(speed c-events <<<"$theirs")" \
            'BEGIN { printf "%d %.0f %.0f %.5f\n", n, a, b, a / b }' | tee -a "$home/rounds" |
            awk '{ printf "  round %d: sauda %.3g, c-events %.3g, ratio 1/%.1f\n", $1, $2, $3, 1 / $4 }'
    done
    for column in 2:sauda 3:c-events; do
        cut -d' ' -f"${column%:*}" "$home/rounds" | spread |
            awk -v name="${column#*:}" '{ printf "  %-10s median %.3g [%.3g .. %.3g]\n", name, $1, $2, $3 }'
    done
    read -r median least most < <(cut -d' ' -f4 "$home/rounds" | spread)
    figure "sauda / c-events, median" "$median" "x" "v >= 1 / 16" ">= 0.0625; aim 0.125"
    printf '  %-34s %10.4g .. %.4g\n' "over the rounds" "$least" "$most"
    if [[ $(outcome sauda <<<"$ours") == "$(outcome c-events <<<"$theirs")" ]]; then
        echo "  trades, fees, cash and equity equal those of c-events to the paisa"
    else
        echo "  DIFFERENT RESULTS, so the speeds do not compare:"
        printf '    sauda     %s\n    c-events  %s\n' "$(outcome sauda <<<"$ours")" "$(outcome c-events <<<"$theirs")"
    fi
fi

# --- Whole commands

echo
echo "sauda backtest ema9-sell, real daily prices since 2011"
real=$shared/data/nse-daily
if [[ ! -d $real ]]; then
    left_out "there is no $real"
elif run_timed "the backtest" "$bin/sauda" backtest ema9-sell --data "$real" --from 2011-01-01; then
    printf '  %s files\n' "$(find "$real" -name '*.csv*' | wc -l)"
    figure "wall time" "$seconds" s "v < 5" "< 5 s"
    memory "peak memory" "$megabytes" MB "v < 400" "< 400 MB"
fi

echo
echo "sauda --help, 21 starts"
for ((start = 0; start < 21; start++)); do
    run_timed "sauda --help" "$bin/sauda" --help || break
    awk -v s="$seconds" 'BEGIN { print s * 1000 }' >>"$home/starts"
done
if [[ -s $home/starts ]]; then
    read -r median least most < <(spread <"$home/starts")
    figure "to the end of the help, median" "$median" ms "v < 50" "< 50 ms"
fi

echo
echo "sauda run --speed max on config.yaml, a generated day with three positions"
if run_timed "the run" "$bin/sauda" run --day 2026-04-15 --speed max --home "$home/data"; then
    figure "wall time" "$seconds" s "v < 120" "< 120 s (the demo's)"
    memory "peak memory" "$megabytes" MB "v < 100" "< 100 MB"
    bytes=$(sed -nE 's/.*[ ,]([0-9.]+) bytes a tick.*/\1/p' "$home/out" | head -n 1)
    if [[ -n $bytes ]]; then
        figure "journal, bytes a tick" "$bytes" B "v < 40" "< 40 B"
    else
        left_out "journal bytes a tick: the summary of the run does not name them"
    fi
fi
