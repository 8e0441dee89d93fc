#!/usr/bin/env bash
# The house rules that a script can see: purity of the core, who imports whom, where brokers' names stand, file
# lengths, leftovers, paths of one machine, the format, and a build in which every import is declared.
#
#   scripts/check.sh             all of it
#   scripts/check.sh --no-build  without the build
#
# Every finding is FILE:LINE: text. Ends with 1 when there is one.
set -uo pipefail
cd "$(dirname "$0")/.."

build=yes
case "${1:-}" in
"") ;;
--no-build) build=no ;;
*)
    echo "usage: scripts/check.sh [--no-build]" >&2
    exit 2
    ;;
esac

failed=0

# fail RULE WAY-OUT FINDINGS: reports a broken rule when there are findings.
fail() {
    [[ -n $3 ]] || return 0
    printf '\ncheck: %s\n%s\n  -> %s\n' "$1" "$3" "$2"
    failed=1
}

swift_files() { find "$@" -name '*.swift' -type f | LC_ALL=C sort; }

# Swift files as FILE:LINE:TEXT; `code` leaves the comments out. Block comments are refused by the formatter.
lines() { swift_files "$@" | xargs -r -d '\n' awk '{ print FILENAME ":" FNR ":" $0 }'; }
code() { lines "$@" | sed -E 's|(^[^:]+:[0-9]+:)[ \t]*//.*|\1|; s|[ \t]//.*||'; }

# Greps that find nothing are content; one that could not look is itself a finding.
unless_broken() { (($1 == 1)) || echo "scripts/check.sh:1: a search failed ($1)"; }

# The lines of FILE:LINE:TEXT whose TEXT matches; in PCRE, so that words have edges.
having() { grep -P "^[^:]+:\d+:.*?(?:$1)" || unless_broken $?; }

# The same over everything that is committed or would be, wherever this is unpacked.
everywhere() { git grep --no-index --exclude-standard -InP "$@" || unless_broken $?; }

# --- 1. Pure rooms

concurrency='\basync\b|\bawait\b|\bTask\s*[.{(<]|\bactor\s+[A-Z]'
clocks='\bDate\(|\bDate\.now\b|(Continuous|Suspending)Clock\b|\bclock_gettime\b|\bgettimeofday\b|\btime\(nil\)'
dice='\.random\(|\bSystemRandomNumberGenerator\b|\.shuffled?\(\)|\.randomElement\(\)|\barc4random|\brandom\(\)'
output='\b(debugPrint|print|dump|NSLog|fputs|puts)\('
files='\bfopen\(|\bFileHandle\b|\bFileManager\b|\bcontentsOf(File)?:\s*["U]|\bopen\(.*O_R'

fail "SaudaCore decides; it has no concurrency, clock, dice, output or files" \
    "Let time, chance and bytes come in as arguments or events; do the rest in a room that touches the world." \
    "$(code Sources/SaudaCore | having "$concurrency|$clocks|$dice|$output|$files|\bFoundation|\bGlibc\b")"
fail "SaudaSimulation is as pure as the core, Glibc's mathematics aside" \
    "Let time, chance and bytes come in as arguments." \
    "$(code Sources/SaudaSimulation | having "$concurrency|$clocks|$dice|$output|$files")"
fail "Adapters translate and strategies decide: no concurrency, clock, dice, output or files in either" \
    "Return what is to be done as a value; the shell around it does it." \
    "$(code adapters strategies | having "$concurrency|$clocks|$dice|$output|$files")"

# --- 2. Who imports whom

# Prints what a folder's code may import. SQL, sockets and so on follow from this.
allowed() {
    local shell="Glibc FoundationEssentials Synchronization NIOConcurrencyHelpers"
    case "$1" in
    Sources/SaudaCore) ;;
    Sources/SaudaBroker) echo SaudaCore COpenSSL FoundationEssentials ;;
    Sources/SaudaSimulation) echo SaudaCore Glibc ;;
    Sources/SaudaNet)
        echo SaudaBroker SaudaCore CCurl CZlib NIO NIOCore NIOPosix NIOHTTP1 NIOSSL NIOTLS NIOWebSocket Logging "$shell"
        ;;
    Sources/SaudaStore) echo SaudaCore GRDB CZlib COpenSSL "$shell" ;;
    Sources/SaudaService)
        echo SaudaCore SaudaBroker SaudaSimulation SaudaStore CYAML COpenSSL CProcess ServiceLifecycle Logging Metrics "$shell"
        ;;
    Sources/SaudaServer)
        echo SaudaCore SaudaBroker SaudaSimulation SaudaStore Hummingbird NIO NIOCore NIOPosix NIOHTTP1 NIOSSL \
            NIOWebSocket COpenSSL Logging Metrics "$shell"
        ;;
    Sources/SaudaCommand)
        echo SaudaCore SaudaBroker SaudaSimulation SaudaNet SaudaStore SaudaService SaudaServer SaudaTestKit ArgumentParser \
            "$shell"
        ;;
    Sources/SaudaTestKit) echo SaudaCore SaudaBroker SaudaSimulation ;;
    Sources/sauda)
        echo SaudaCommand SaudaPlugins
        for plugin in adapters/*/; do
            plugin=${plugin%/} plugin=${plugin##*/}
            echo "${plugin}Adapter" "${plugin}Practice" "${plugin}Cards"
        done
        for plugin in strategies/*/; do plugin=${plugin%/} && echo "${plugin##*/}Strategy"; done
        ;;
    Sources/C*) ;; # system libraries: a module map and a header
    strategies/*) echo SaudaCore ;;
    adapters/*/Adapter | adapters/*/Practice) echo SaudaCore SaudaBroker FoundationEssentials ;;
    adapters/*/Cards)
        local name=${1#adapters/}
        echo SaudaCore SaudaBroker SaudaTestKit "${name%/Cards}Adapter" "${name%/Cards}Practice"
        ;;
    *) return 1 ;;
    esac
}

imports='^[ \t]*(@[A-Za-z_]+(\([^)]*\))?[ \t]+)*((public|package|internal|fileprivate|private)[ \t]+)?import[ \t]+'
kinds='((typealias|struct|class|enum|protocol|let|var|func)[ \t]+)?'
strangers=$(
    for room in Sources/* strategies/* adapters/*/*; do
        [[ -d $room ]] || continue
        [[ $room == adapters/*/Fixtures ]] && continue
        if ! may=$(allowed "$room"); then
            echo "$room:1: no rule says what this folder may import"
            continue
        fi
        code "$room" | awk -v imports="$imports$kinds" -v may=" ${may//$'\n'/ } " '
            { text = $0; sub(/^[^:]+:[0-9]+:/, "", text); place = substr($0, 1, length($0) - length(text)) }
            match(text, imports) {
                module = substr(text, RLENGTH + 1)
                sub(/[^A-Za-z0-9_].*/, "", module)
                if (!index(may, " " module " ")) print place " import " module
            }'
    done
)
fail "An import that the room may not have (the table stands in docs/decisions.md)" \
    "Move the code to the room that may, or pass the value in. A new rule goes into the table and into this script." \
    "$strangers"

# --- 3. Brokers' names

# Case counts: KOTAKBANK is a share.
names() {
    case "$1" in
    KotakNeo) echo 'Kotak|\bkotak' ;;
    ZerodhaKite) echo 'Zerodha|Kite|\bzerodha|\bkite\b' ;;
    Dhan) echo 'Dhan|\bdhan\b' ;;
    Upstox) echo 'Upstox|\bupstox\b' ;;
    esac
}
for broker in adapters/*/; do
    broker=${broker%/} broker=${broker##*/}
    pattern=$(names "$broker")
    if [[ -z $pattern ]]; then
        fail "A broker whose names are not watched" "Add its names and config ids to names() in scripts/check.sh." \
            "adapters/$broker:1: unknown to this script"
        continue
    fi
    fail "A name of the broker $broker away from home" \
        "It stands in adapters/$broker, Sources/sauda/Plugins.swift and Package.swift only, comments included." \
        "$(lines Sources strategies adapters | grep -vE "^(Sources/sauda/Plugins\.swift:|adapters/$broker/)" |
            having "$pattern")"
done

# --- 4. Long files and leftovers

fail "A file of more than 500 lines" "Split it: one type a file, a second concern in Type+Concern.swift." \
    "$(swift_files Sources adapters strategies Tests Benchmarks |
        xargs -r -d '\n' awk 'FNR == 501 { print FILENAME ":501: goes on" }')"
fail "Left open" "Do it, or take it out and write it where open work is kept." \
    "$(lines Sources adapters strategies Tests Benchmarks | having '\b(TODO|FIXME)\b')"
fail "Code that ends the process instead of saying what to do next" \
    "Throw an error with its next step. For our own misuse use precondition with a sentence; instead of 'as!', as?." \
    "$(code Sources adapters strategies | having '\bfatalError\(|\btry!|\bas!')"
fail "A _read accessor: Swift 6.3.1 reads freed memory through it in debug builds" \
    "Write get; the optimizer reads fields in place through it too." \
    "$(code Sources adapters strategies | having '\b_read\b')"

# --- 5. One machine's paths and hosts

fail "A path of one machine" "Make it relative, an argument, or an environment variable." \
    "$(everywhere '(?<![\w.~-])/(work|farm|root|home|Users|mnt|private/tmp)/' -- . ':!LICENSE')"
fail "A private package registry or mirror" "Name the public source: https://github.com/OWNER/NAME." \
    "$(
        everywhere '\b[\w-]*(registry|artifactory|nexus|jfrog|goproxy|mirrors?)[\w-]*\.[\w.-]+\.[a-z]{2,}\b' -- .
        everywhere 'https?://([^/\s"]*@|(10|192\.168|172\.(1[6-9]|2\d|3[01]))\.\d)' -- \
            Package.swift scripts .ci Makefile
        grep -nE '\burl:' Package.swift | grep -vE 'url: "https://github\.com/[^/"]+/[^/"]+"' | sed 's/^/Package.swift:/'
    )"

# --- 6. Format and build

formatted=(Package.swift Sources adapters strategies Tests Benchmarks)
if ! format=$(swift format lint --strict --parallel --recursive "${formatted[@]}" 2>&1); then
    fail "The format" "Run: swift format --in-place --parallel --recursive ${formatted[*]}" "${format//$PWD\//}"
fi

if [[ $build == yes ]] && ! scripts/build.sh debug; then
    fail "The build" "Warnings are errors, and each import must be declared in Package.swift." "see above"
fi

((failed)) || echo "check: all rules hold"
exit "$failed"
