#!/usr/bin/env bash
# A week of real prices in `sauda serve` against a broker's practice server: buys in the evening, fills at the open, sells
# by day. The books of each day have to equal the broker's, the journals have to be sound, and every order explained.
# Some five minutes a broker; not a part of CI.
#
#   scripts/week.sh                 all four brokers, one after another
#   scripts/week.sh dhan upstox
set -euo pipefail
cd "$(dirname "$0")/.."
prices=${SAUDA_SHARED:-$PWD/../shared}/data/nse-daily
[[ -d $prices ]] || { echo "week: no prices in $prices; set SAUDA_SHARED to the folder that holds data/nse-daily." >&2; exit 1; }
scripts/build.sh release sauda
sauda=$(SAUDA_TESTS=played swift build -c release --show-bin-path)/sauda
home=$(mktemp -d)
practice=
trap '[[ -z $practice ]] || kill "$practice" 2>/dev/null; rm -rf "$home"' EXIT

# What is held at the start are the first three by name, so the fourth can be bought.
symbols=ABB,ACC,ADANIENT,ICICIBANK,JIOFIN
quiet=(08:00-08:49 08:51-08:54:30 08:57-08:59:30 09:07-09:14:30 09:18-09:29:30 09:33-15:28 15:36-15:44 15:47-15:59:30
    16:02-16:04:30 16:09-17:59:30 18:02-20:00)
failed=0
for broker in "${@:-zerodha-kite dhan kotak-neo upstox}"; do for broker in $broker; do
    mkdir "$home/$broker"
    cat >"$home/$broker/config.yaml" <<YAML
version: 1
mode: live
home: home
market: {calendar: built-in, history: {source: account, account: main}}
accounts:
  main:
    broker: $broker
    credentials: vault:main
    held_shares: sell
    capital: 1000000
    limits: {order_value: 500000, daily_loss: 250000, orders_per_day: 500}
feed: {account: main}
universe: [${symbols//,/, }]
strategies:
  dip-buyer: {use: amo-buy, account: main}
  ema9-exit: {use: ema9-sell, account: main}
alerts: []
YAML
    "$sauda" practice "$broker" --print-env --day "$prices" --symbols "$symbols" --until 2026-03-17 --days 7 --from 08:49:30 \
        --speed 60 --skip-nights "${quiet[@]/#/--skip=}" >"$home/$broker/practice.txt" 2>&1 &
    practice=$!
    until url=$(sed -n "s/^export SAUDA_PRACTICE_URL='\(.*\)'$/\1/p" "$home/$broker/practice.txt") && [[ -n $url ]]; do
        kill -0 "$practice" || { cat "$home/$broker/practice.txt" >&2; exit 1; }
        sleep 0.1
    done
    verdict=ok
    (cd "$home/$broker" && "$sauda" serve --practice "$url" --days 7) >"$home/$broker/serve.txt" 2>&1 || verdict="serve failed"
    kill "$practice"
    wait "$practice" 2>/dev/null || true
    practice=
    cd "$home/$broker"
    "$sauda" verify >verify.txt || verdict="journals are not sound"
    orders=0
    while IFS= read -r order; do
        orders=$((orders + 1))
        "$sauda" explain "$order" >/dev/null || verdict="order $order is not explained"
    done < <(for day in home/journal/*.journal; do
        "$sauda" export "$(basename "$day" .journal)" --what orders --format json
    done | python3 -c 'import json, sys
text, decoder = sys.stdin.read(), json.JSONDecoder()
while text.strip():
    rows, end = decoder.raw_decode(text.lstrip())
    text = text.lstrip()[end:]
    for row in rows:
        if row.get("number"): print(row["number"])')
    cd - >/dev/null
    fills=$(grep -c '  fill  ' "$home/$broker/serve.txt" || true)
    printf '%-13s %s: 7 days, %d orders explained, %d fills, %s\n' "$broker" "$verdict" "$orders" "$fills" \
        "$(tail -n 1 "$home/$broker/verify.txt")"
    [[ $verdict == ok ]] || { failed=1; grep -n 'differ' -A 3 "$home/$broker/serve.txt" || tail -n 5 "$home/$broker/serve.txt"; }
done; done
exit "$failed"
