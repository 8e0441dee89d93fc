#!/usr/bin/env bash
# Measures a release build beside its goals and beside the peers, in interleaved rounds, and writes docs/benchmarks.md.
# Ends with 0 however the figures are: a shared machine moves by a factor of two between minutes. Quote the ratios.
#
#   scripts/bench.sh [ROUNDS]           3 unless given, about 20 minutes; the slow peers run in the first two
#   scripts/bench.sh --quick            one round without the slow peers, about 3 minutes; writes .build/bench/quick.md
#   scripts/bench.sh --only SECTION     renews one section of the page: strategy, sweep, full, real, report, small, feed,
#                                       dhan, hsm, instruments or wire; the others stay as they are
#
# Needs python3. Set beside the checkout, ../shared brings the peers' harnesses and 250 symbols of real daily prices.
# The C peers need gcc and make; the Python ones are installed into .build/bench the first time, which needs the
# network. What is not there is left out, and said.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    echo "usage: scripts/bench.sh [ROUNDS] [--quick] [--slow-rounds N] [--only SECTION]..." >&2
    exit 2
}
rounds=3 slow=2 quick=() only=()
while (($#)); do
    case $1 in
    --quick) quick=(--quick) ;;
    --only) only+=(--only "${2:-}") && shift ;;
    --slow-rounds) slow=${2:-} && shift ;;
    *) rounds=$1 ;;
    esac
    shift
done
[[ $rounds =~ ^[1-9][0-9]*$ && $slow =~ ^[0-9]+$ ]] || usage
((rounds > 1)) || quick=(--quick)
[[ -z ${quick[*]} ]] || rounds=1
((slow <= rounds)) || slow=$rounds

command -v python3 >/dev/null || {
    echo "bench: there is no python3; install 3.9 or newer." >&2
    exit 1
}
shared=${SAUDA_SHARED:-../shared}
peers=$PWD/.build/bench
mkdir -p "$peers"

scripts/build.sh release sauda
scripts/build.sh release SaudaBench
programs=$(swift build -c release --show-bin-path)

left_out() { printf 'left out: %s\n' "$1" >&2; }

# environment NAME REQUIREMENTS: a virtual environment, made once and again when its list changes.
environment() {
    local place=$peers/$1 list=$2 python
    python=$(command -v python3.11 || command -v python3) # the versions in the lists are for 3.11
    ! cmp -s "$list" "$place/installed" || return 0
    echo "installing the peers of $(tr '\n' ' ' <"$list")"
    if "$python" -m venv "$place" && "$place/bin/python" -m pip install --quiet -r "$list" >"$peers/pip.log" 2>&1; then
        cp "$list" "$place/installed"
    else
        left_out "the peers of environment $1; the reason stands at the end of .build/bench/pip.log"
    fi
}

if [[ -d $shared/bench ]]; then
    # The servers' peers of the same list are not needed here.
    grep -E '^(kiteconnect|dhanhq|numpy|scipy|pandas|numba|vectorbt|vectorbt-rust|backtrader|backtesting|setuptools)(=|$)' \
        "$shared/bench/requirements.txt" >"$peers/py.txt"
    grep -v '^#' "$shared/bench/requirements-nautilus.txt" >"$peers/pyn.txt"
    environment py "$peers/py.txt"
    [[ -n ${quick[*]} ]] || environment pyn "$peers/pyn.txt"
    if command -v gcc >/dev/null && command -v make >/dev/null; then
        echo "making the peers' data (a minute the first time)"
        bars=("$peers"/data/{daily,minute,sweep}.bin)
        { make -s -C "$shared/bench" BUILD="$peers" "$peers/bt_c" "${bars[@]}" "$peers"/data/{kite,dhan}_full.bin &&
            gcc -O3 -Wall -I "$shared/bench/common" Benchmarks/Peers/kite_fill.c -o "$peers/kite_fill" &&
            gcc -O3 -Wall -I "$shared/bench/common" Benchmarks/Peers/dhan_fill.c -o "$peers/dhan_fill" &&
            gcc -O3 -Wall -I "$shared/bench/common" Benchmarks/Peers/hsm_fill.c -o "$peers/hsm_fill" &&
            gcc -O2 -Wall -shared -fPIC Benchmarks/Peers/count_malloc.c -o "$peers/count_malloc.so"; } \
            >"$peers/make.log" 2>&1 || {
            tail -n 20 "$peers/make.log" >&2
            left_out "the C peers or the generated bars could not be made; the reason stands above"
        }
    else
        left_out "the C peers and the generated bars need gcc and make"
    fi
else
    left_out "there is no $shared/bench with the peers"
fi

# Nothing is written into the shared folder.
export PYTHONDONTWRITEBYTECODE=1 NUMBA_CACHE_DIR=$peers/numba
page=docs/benchmarks.md
[[ -z ${quick[*]} ]] || page=.build/bench/quick.md
exec python3 scripts/bench/bench.py --rounds "$rounds" --slow-rounds "$slow" "${quick[@]}" "${only[@]}" \
    --shared "$shared" --peers "$peers" --programs "$programs" --page "$page"
