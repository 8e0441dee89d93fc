#!/usr/bin/env bash
# The official Python client of Kotak Neo, unmodified, against `sauda practice`: login, scrips, quotes, orders, books,
# errors, price feed and order feed.
#
#   scripts/conformance/kotak_sdk.sh [--plain]   --plain leaves TLS out
#
# The client comes from PyPI into .build/kotak-sdk. Where PyPI cannot be reached this says SKIPPED and ends well;
# with CI=true it fails.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=3.0.9
rate=10
tls=(--tls)
case "${1:-}" in
"") ;;
--plain) tls=() ;;
*)
    echo "usage: scripts/conformance/kotak_sdk.sh [--plain]" >&2
    exit 2
    ;;
esac

skip() {
    echo "SKIPPED: $1"
    if [[ ${CI:-} == true ]]; then
        echo "kotak_sdk: with CI=true the official client has to run; see above" >&2
        exit 1
    fi
    exit 0
}

# --- The client

venv=.build/kotak-sdk
python=$venv/bin/python
if ! "$python" -c "import importlib.metadata as m; assert m.version('kotakneoapi') == '$version'" 2>/dev/null; then
    command -v python3 >/dev/null || skip "there is no python3; install it to run the official client."
    mkdir -p .build
    rm -rf "$venv"
    python3 -m venv "$venv" >.build/kotak-sdk.log 2>&1 ||
        skip "python3 makes no venv (Debian: apt-get install python3-venv); the reason stands in .build/kotak-sdk.log."
    "$venv/bin/pip" install --quiet --disable-pip-version-check "kotakneoapi==$version" >>.build/kotak-sdk.log 2>&1 ||
        skip "kotakneoapi $version cannot be had from PyPI; the reason stands at the end of .build/kotak-sdk.log."
fi

# --- The server

sauda=.build/debug/sauda
[[ -x $sauda ]] || scripts/build.sh debug
work=$(mktemp -d)
server=
finish() {
    if [[ -n $server ]]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT

: >"$work/env"
"$sauda" practice kotak-neo --port 0 "${tls[@]}" --print-env --day 2026-03-20 --from 09:20:00 \
    --symbols 'INFY,SBIN,ABB,M&M' --speed "$rate" --seed 7 >"$work/env" 2>"$work/err" &
server=$!
for _ in $(seq 600); do
    grep -q KOTAK_NEO_TOTP_SECRET "$work/env" && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.05
done
grep -q KOTAK_NEO_TOTP_SECRET "$work/env" || {
    echo "kotak_sdk: the practice server did not start:" >&2
    cat "$work/err" >&2
    exit 1
}

# --- The run

# shellcheck disable=SC1091
source "$work/env"
status=0
# No proxy stands between it and this machine.
unset HTTP_PROXY HTTPS_PROXY ALL_PROXY http_proxy https_proxy all_proxy
# Both of the client's libraries for HTTP and sockets trust what stands there.
if [[ -n ${SAUDA_PRACTICE_CA:-} ]]; then export SSL_CERT_FILE=$SAUDA_PRACTICE_CA; fi
export NEO_SCRIP_CACHE_DIR=$work/scrips SAUDA_PRACTICE_RATE=$rate
here=$PWD
# The client writes a log into the folder that it is started in.
(cd "$work" && PYTHONDONTWRITEBYTECODE=1 timeout 240 "$here/$python" "$here/scripts/conformance/kotak_sdk.py") || status=$?
if ((status)); then exit "$status"; fi

# It ends cleanly when it is asked to.
kill -TERM "$server"
wait "$server" || status=$?
server=
((status == 0)) || echo "kotak_sdk: the practice server ended with $status" >&2
exit "$status"
