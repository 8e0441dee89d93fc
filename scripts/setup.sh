#!/usr/bin/env bash
# Makes sure that what a build needs is there: Swift, and the headers of five system libraries.
# Says nothing and calls no package manager when all is well.
set -euo pipefail

lowest="6.2" # the tools version of Package.swift

refuse() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

# --- Swift

command -v swift >/dev/null 2>&1 || refuse \
    "there is no 'swift' on the PATH." \
    "Install Swift $lowest or newer (https://www.swift.org/install/linux), then run this again."
printed=$(swift --version 2>/dev/null) || refuse \
    "'$(command -v swift)' does not start." \
    "Run 'swift --version' to see why; a missing system library of the toolchain is the usual reason."
[[ $printed =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] || refuse \
    "'swift --version' names no version: ${printed%%$'\n'*}" \
    "Install Swift $lowest or newer (https://www.swift.org/install/linux), then run this again."
major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
if ((major < ${lowest%.*} || (major == ${lowest%.*} && minor < ${lowest#*.}))); then
    refuse "Swift $major.$minor is too old for this package." \
        "Install Swift $lowest or newer (https://www.swift.org/install/linux), then run this again."
fi

# --- System libraries: Debian package = module of pkg-config

declare -A modules=(
    [libyaml-dev]=yaml-0.1 [libssl-dev]=libcrypto [zlib1g-dev]=zlib [libsqlite3-dev]=sqlite3
    [libcurl4-openssl-dev]=libcurl
)
missing=()
if command -v pkg-config >/dev/null 2>&1; then
    for package in "${!modules[@]}"; do
        pkg-config --exists "${modules[$package]}" || missing+=("$package")
    done
else
    missing+=(pkg-config)
    for package in "${!modules[@]}"; do
        dpkg -s "$package" 2>/dev/null | grep -q '^Status: install ok installed' || missing+=("$package")
    done
fi
((${#missing[@]})) || exit 0

command="apt-get install -y ${missing[*]}"
command -v apt-get >/dev/null 2>&1 || refuse \
    "missing on this machine, by their Debian names: ${missing[*]}" \
    "There is no apt-get here: install what your distribution calls them, with headers, then run this again."
as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null 2>&1 || refuse \
        "missing: ${missing[*]}. Installing them takes root, and there is no sudo." \
        "As root, run: apt-get update && $command"
    as_root=(sudo)
fi

echo "setup: installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" >>"$log" 2>&1; }
# A list that cannot be refreshed is no reason to stop: the packages may be known or at hand already.
apt update || true
apt install -y --no-install-recommends "${missing[@]}" || {
    tail -n 20 "$log" >&2
    refuse "apt-get could not install ${missing[*]}; its last lines stand above." \
        "Run it yourself, then this again: ${as_root[*]:+sudo }apt-get update && ${as_root[*]:+sudo }$command"
}
