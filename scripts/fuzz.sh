#!/usr/bin/env bash
# Feeds the ticker's codec with what libFuzzer makes up, starting from good frames. Ends with 1 when it finds something;
# the input is then kept in Fuzz/FailCases, which every later run begins with.
#
#   scripts/fuzz.sh [SECONDS]       60 unless given
#   scripts/fuzz.sh --runs COUNT    so many inputs
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    echo "usage: scripts/fuzz.sh [SECONDS | --runs COUNT]" >&2
    exit 2
}
limit=(-max_total_time="${1:-60}")
if [[ ${1:-} == --runs ]]; then
    limit=(-runs="${2:-}") number=${2:-}
else
    number=${1:-60}
fi
[[ $number =~ ^[1-9][0-9]*$ ]] || usage

swift build --package-path Fuzz --scratch-path .build/fuzz -c release --product TickerFuzz
program=$(swift build --package-path Fuzz --scratch-path .build/fuzz -c release --show-bin-path)/TickerFuzz

# Good inputs to begin with: a frame of each kind and an order message.
seeds=.build/fuzz/seeds corpus=.build/fuzz/corpus
mkdir -p "$seeds" "$corpus"
seed() { sed 's/../\\x&/g' <<<"$2" | xargs -0 printf '%b' | head -c -1 >"$seeds/$1"; }
quote=00063a0100024ec30000000700024dc40023cace0001646200015abd000249f000024fcc0002497300024bee
index=0003e909002567230025896a00253b4500256250002577c2ffffef61
seed ltp 0001000800063a0100024ec3
seed quote "0001002c$quote"
seed index "0001001c$index"
seed index-full "00010020${index}69bcc2bc"
seed full "000100b8${quote}69bcc2bb00000000000000000000000069bcc2bc$(printf '0000006400024ebe00030000%.0s' {1..10})"
seed mixed "0003000800063a0100024ec3001c${index}0008000001030c8c3ff8"
printf '{"type":"order","data":{"order_id":"1","variety":"regular","status":"OPEN","exchange":"NSE","tradingsymbol":"S408065","order_type":"LIMIT","transaction_type":"BUY","validity":"DAY","product":"CNC","quantity":10,"price":1.5,"average_price":0,"filled_quantity":0}}' >"$seeds/order"

"$program" "${limit[@]}" -max_len=2048 -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix=Fuzz/FailCases/ "$corpus" "$seeds" Fuzz/FailCases
