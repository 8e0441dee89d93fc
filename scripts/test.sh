#!/usr/bin/env bash
# Builds and runs every test. Arguments go to `swift test`: scripts/test.sh --filter OrderLifecycle
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build.sh debug
exec swift test --skip-build --parallel "$@"
