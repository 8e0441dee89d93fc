#!/usr/bin/env bash
# Writes docs/parameters.md from the strategies' own tables. A test fails when the page is old.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build.sh debug
bin=$(swift build --show-bin-path)
page=docs/parameters.md
{
    printf '%s\n\n' '# Parameters of the strategies'
    printf '%s\n' 'Set under `with:` of a strategy in config.yaml, swept with `sauda backtest NAME --sweep parameter=a..b:step`.' \
        'Made by `make parameters` from the tables in the code: change those, not this page.'
    printf '\n'
    "$bin/sauda" strategies --format markdown
} >"$page.new"
mv "$page.new" "$page"
