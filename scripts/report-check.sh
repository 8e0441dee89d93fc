#!/usr/bin/env bash
# Opens reports of generated runs in a headless Chromium: both widths, both themes, keys, speed and size. The largest
# has over 10,000 trades. Arguments go to report_page.py: scripts/report-check.sh --pictures pictures
#
# Without a Chromium or python3 it says SKIPPED. With CI=true a missing Chromium is installed, and what is missing then
# fails.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD

skip() {
    echo "SKIPPED: report-check: $1" >&2
    [[ ${CI:-} != true ]] || exit 1
    exit 0
}

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if ! browser >/dev/null && [[ ${CI:-} == true && $EUID == 0 ]] && command -v apt-get >/dev/null; then
    echo "report-check: installing chromium"
    log=$(mktemp)
    if ! { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends chromium; } \
        >"$log" 2>&1; then
        tail -n 5 "$log" >&2
    fi
fi
browser >/dev/null || skip "no Chromium; install the package chromium."
command -v python3 >/dev/null || skip "no python3; install 3.9 or newer."

scripts/build.sh release sauda
bin=$(swift build -c release --show-bin-path)
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

pages=()
page() {
    local name=$1
    shift
    (cd "$home" && "$bin/sauda" backtest ema9-sell --generated --report "$name.html" "$@" | tail -n 1)
    pages+=("$home/$name.html")
}

page plain
page small --symbols 'M&M,GVT&D,INFY' --from 2025-01-01
page one-day --symbols INFY --from 2025-12-31
page sweep --symbols INFY,TCS --from 2025-01-01 --sweep rsi_exit_above=40..60:10 --sweep rsi_exit=true,false
page large --symbols "$(seq -f 'SYMBOL%03g' 1 760 | paste -sd, -)" --capital 10000000000

python3 "$repository/Tests/Independent/report_page.py" "$@" "${pages[@]}"
