// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses sauda builds it: the rooms under test are compiled again (their folders
// are links) with the fuzzer's instrumentation. scripts/fuzz.sh builds and runs it.

let instrumented: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-sanitize=fuzzer"]),
]

let marketData = ["calendar", "hours", "ticks", "charges", "plans", "lots"].map {
    Resource.embedInCode("Data/\($0).csv")
}

/// A program that hands inputs to an adapter.
func fuzzer(_ name: String, _ adapter: String) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["SaudaCore", "SaudaBroker", "FuzzKit", .byName(name: adapter)],
        swiftSettings: instrumented + [.unsafeFlags(["-parse-as-library"])],
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]
    )
}

/// By program.
let adapters = [
    "TickerFuzz": "ZerodhaKiteAdapter", "DhanFuzz": "DhanAdapter", "KotakNeoFuzz": "KotakNeoAdapter",
    "UpstoxFuzz": "UpstoxAdapter",
]

let package = Package(
    name: "sauda-fuzz",
    targets: [
        .target(name: "SaudaCore", resources: marketData, swiftSettings: instrumented),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto"),
        .target(name: "SaudaBroker", dependencies: ["SaudaCore", "COpenSSL"], swiftSettings: instrumented),
        .target(name: "FuzzKit", dependencies: ["SaudaCore", "SaudaBroker"], swiftSettings: instrumented),
    ]
        + adapters.values.sorted().map {
            .target(name: $0, dependencies: ["SaudaCore", "SaudaBroker"], swiftSettings: instrumented)
        }
        + adapters.sorted { $0.key < $1.key }.map { fuzzer($0.key, $0.value) }
)
