#!/usr/bin/env bash
# A package outside of sauda's, as somebody else would begin one: made by `sauda new package`, with the adapter and the
# strategy that `sauda new` makes. Its tests are built against the library products and run.
#
#   scripts/outside.sh           the tests, which need neither network code nor the database
#   scripts/outside.sh --whole   its program too, a backtest and cards with it
#
# Builds in .build/outside, again only what has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

whole=
case "${1:-}" in
"") ;;
--whole) whole=yes ;;
*)
    echo "usage: scripts/outside.sh [--whole]" >&2
    exit 2
    ;;
esac

sauda=$PWD/.build/debug/sauda
[[ -x $sauda ]] || scripts/build.sh debug

home=$PWD/.build/outside
package=$home/my-desk
mkdir -p "$home"
rm -rf "$package"
"$sauda" new package my-desk --in "$home" --sauda "$PWD" --adapter "Alpha Broker" --strategy "Zebra Average"
"$sauda" new adapter "Mid Broker" --wire --in "$package" >/dev/null
"$sauda" new strategy "Second Average" --wire --in "$package" >/dev/null
cp .swift-format "$package/"
(cd "$package" && swift format lint --strict --parallel --recursive Package.swift Sources adapters strategies Tests)

# The same versions, from the checkouts that are there.
[[ -e Package.resolved ]] && cp Package.resolved "$package/"
flags=(--package-path "$package" --scratch-path "$home/build")
swift build "${flags[@]}" --product my-deskPackageTests
swift test "${flags[@]}" --skip-build --parallel

# The program's own files, in a second, against the command line that is built here: --whole takes minutes.
own=$home/own
rm -rf "$own"
mkdir "$own"
for module in "$home"/build/debug/Modules/*.swiftmodule; do
    [[ ${module##*/} == Sauda* ]] || ln -s "$module" "$own/"
done
maps=()
while read -r map; do maps+=(-Xcc "-fmodule-map-file=$map"); done < <(
    find "$PWD"/Sources/C* "$PWD"/.build/debug/C*.build "$PWD"/.build/checkouts/*/Sources -maxdepth 3 -name module.modulemap
)
swiftc -typecheck -swift-version 6 -warnings-as-errors -enable-upcoming-feature InternalImportsByDefault \
    -enable-upcoming-feature MemberImportVisibility -module-name my_desk -package-name my_desk \
    -I "$own" -I .build/debug/Modules "${maps[@]}" "$package"/Sources/my-desk/*.swift

[[ -n $whole ]] || exit 0
swift build "${flags[@]}" --product my-desk
program=$(swift build "${flags[@]}" --show-bin-path)/my-desk
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
"$program" strategies zebra-average
"$program" strategies ema9-sell >/dev/null
"$program" backtest zebra-average --generated
# Cards that hold from the first day, of the adapter that was added inside the package.
"$program" conformance mid-broker --offline AUTH-2 ORD-4 ERR-3
