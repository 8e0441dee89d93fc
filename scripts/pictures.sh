#!/usr/bin/env bash
# Makes the pictures of README.md with the project's own commands: terminals as SVG, a report page as PNG. The prices
# are generated from a seed, so that the same build makes the same pictures.
set -euo pipefail
cd "$(dirname "$0")/.."
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[[ -n $browser ]] || { echo "pictures: no Chromium; install the package chromium." >&2; exit 1; }
scripts/build.sh release sauda
bin=$(swift build -c release --show-bin-path)
repository=$PWD
pictures=$PWD/docs/pictures
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
cp config.yaml "$home"
cd "$home"

# terminal NAME FIRST LAST ARGUMENTS: what `sauda ARGUMENTS` prints, drawn.
terminal() {
    local name=$1 first=$2 last=$3
    shift 3
    "$bin/sauda" "$@" | python3 "$repository/scripts/terminal.py" "sauda $*" "$first" "$last" >"$pictures/$name.svg"
}

terminal paper-day 26 100 run --day 2026-04-15 --speed max
terminal score-card -14 -1 conformance zerodha-kite --offline

"$bin/sauda" backtest ema9-sell --generated --report report.html >/dev/null
for theme in light dark; do
    setting=$([[ $theme == dark ]] && echo 0 || echo 1)
    "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1100,760 \
        --blink-settings=preferredColorScheme="$setting" --screenshot="$pictures/report-$theme.png" \
        "file://$home/report.html" 2>/dev/null
done
ls -l "$pictures"
