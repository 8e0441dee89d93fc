// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// One of our rooms. What it may import is decided here and nowhere else.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// A broker: the plug itself, and the broker's side of the same dialect for practice and tests.
func adapter(_ name: String) -> [Target] {
    ["Adapter", "Practice"].map { part in
        .target(
            name: name + part,
            dependencies: ["SaudaCore", "SaudaBroker"],
            path: "adapters/\(name)/\(part)",
            swiftSettings: settings
        )
    }
}

/// What a broker shows on cards: samples of what it says, and the requests it is sent.
func cards(_ name: String) -> Target {
    .target(
        name: name + "Cards",
        dependencies: [
            "SaudaCore", "SaudaBroker", "SaudaTestKit", .init(stringLiteral: name + "Adapter"),
            .init(stringLiteral: name + "Practice"),
        ],
        path: "adapters/\(name)/Cards",
        resources: [.embedInCode("requests.golden")],
        swiftSettings: settings
    )
}

/// A strategy sees the core and nothing else.
func strategy(_ name: String) -> Target {
    .target(
        name: name + "Strategy",
        dependencies: ["SaudaCore"],
        path: "strategies/\(name)",
        exclude: ["README.md"],
        swiftSettings: settings
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let adapters = ["KotakNeo", "ZerodhaKite", "Dhan", "Upstox"]
/// Adapters with a folder `Cards`.
let carded = ["KotakNeo", "ZerodhaKite", "Dhan", "Upstox"]
let strategies = ["EMA9Sell", "AMOBuy", "OpeningRange", "CopyTrade"]
let adapterTargets =
    (adapters.flatMap { ["\($0)Adapter", "\($0)Practice"] } + carded.map { "\($0)Cards" })
    .map(Target.Dependency.init(stringLiteral:))
let strategyTargets = strategies.map { Target.Dependency(stringLiteral: $0 + "Strategy") }
let libraries = [
    "SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaNet", "SaudaStore", "SaudaService", "SaudaServer",
    "SaudaCommand", "SaudaPlugins", "SaudaTestKit",
]

/// Locks the thread sanitizer can follow, which `Synchronization.Mutex` on Linux is not (docs/libraries.md).
let locks: Target.Dependency = .product(name: "NIOConcurrencyHelpers", package: "swift-nio")

/// WebSockets, as client and as server.
let sockets: [Target.Dependency] =
    ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOTLS", "NIOWebSocket"].map { .product(name: $0, package: "swift-nio") }
    + [.product(name: "NIOSSL", package: "swift-nio-ssl")]

/// Dated market facts, compiled into the core, which reads no files.
let marketData = ["calendar", "hours", "ticks", "charges", "plans", "lots"].map {
    Resource.embedInCode("Data/\($0).csv")
}

/// The report's style sheet and script, compiled in: the page is one file.
let reportParts = [
    "report.css", "base.js", "chart.js", "curves.js", "prices.js", "trades.js", "sweep.js", "theme.js", "report.js",
]
.map { Resource.embedInCode("Report/HTML/\($0)") }

/// What `sauda new` writes.
let scaffoldParts = ["adapter", "strategy", "package"].map { Resource.embedInCode("Scaffold/Templates/\($0).txt") }

let package = Package(
    name: "sauda",
    products: libraries.map { .library(name: $0, targets: [$0]) } + [.executable(name: "sauda", targets: ["sauda"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        room("SaudaCore", resources: marketData),
        room("SaudaBroker", ["SaudaCore", "COpenSSL"]),
        room("SaudaSimulation", ["SaudaCore"], resources: reportParts),
        room("SaudaNet", ["SaudaBroker", "SaudaCore", "CCurl", "CZlib", locks] + sockets),
        room("SaudaStore", ["SaudaCore", "CZlib", "COpenSSL", .product(name: "GRDB", package: "GRDB.swift")]),
        room(
            "SaudaService",
            ["SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaStore", "CYAML", "COpenSSL", "CProcess", locks],
            resources: scaffoldParts
        ),
        room(
            "SaudaServer",
            ["SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaStore", "COpenSSL", locks] + sockets
        ),
        room("SaudaTestKit", ["SaudaCore", "SaudaBroker", "SaudaSimulation"]),
        room(
            "SaudaCommand",
            [
                "SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaNet", "SaudaStore", "SaudaService", "SaudaServer",
                "SaudaTestKit", locks, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // The plugin list by itself, so that a program in somebody else's package can have them too.
        .target(
            name: "SaudaPlugins",
            dependencies: ["SaudaCommand"] + adapterTargets + strategyTargets,
            path: "Sources/sauda",
            exclude: ["main.swift"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "sauda",
            dependencies: ["SaudaCommand", "SaudaPlugins"],
            path: "Sources/sauda",
            exclude: ["Plugins.swift"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "SaudaBench",
            dependencies: [
                "SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaService", "SaudaStore", "SaudaNet", "CCurl",
                "EMA9SellStrategy", "AMOBuyStrategy", "ZerodhaKiteAdapter", "DhanAdapter", "KotakNeoAdapter",
            ],
            path: "Benchmarks/SaudaBench",
            swiftSettings: settings
        ),
        .systemLibrary(name: "CProcess"),
        system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        system("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        system("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),
        system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        tests("SaudaCoreTests", ["SaudaCore"]),
        tests("SaudaBrokerTests", ["SaudaCore", "SaudaBroker", "SaudaService", "SaudaStore", "SaudaTestKit"]),
        tests(
            "SaudaNetTests",
            [
                "SaudaCore", "SaudaBroker", "SaudaNet", "SaudaService", locks,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]
                + sockets
        ),
        tests("SaudaSimulationTests", ["SaudaCore", "SaudaSimulation"]),
        tests("SaudaStoreTests", ["SaudaCore", "SaudaStore"]),
        tests(
            "SaudaServiceTests",
            ["SaudaCore", "SaudaBroker", "SaudaService", "SaudaSimulation", "SaudaStore"] + strategyTargets
        ),
        tests("SaudaCommandTests", ["sauda"]),
        tests("KotakNeoTests", ["SaudaCore", "SaudaBroker", "KotakNeoAdapter"]),
        tests("ZerodhaKiteTests", ["SaudaCore", "SaudaBroker", "ZerodhaKiteAdapter"]),
        tests("DhanTests", ["SaudaCore", "SaudaBroker", "SaudaTestKit", "DhanAdapter"]),
        tests("UpstoxTests", ["SaudaCore", "SaudaBroker", "SaudaTestKit", "UpstoxAdapter"]),
        tests(
            "ZerodhaKitePracticeTests",
            [
                "SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaServer", "ZerodhaKitePractice",
                "ZerodhaKiteAdapter",
            ]
        ),
        tests(
            "DhanPracticeTests",
            ["SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaServer", "DhanPractice", "DhanAdapter"]
        ),
        tests(
            "KotakNeoPracticeTests",
            ["SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaServer", "KotakNeoPractice", "KotakNeoAdapter"]
        ),
        tests(
            "UpstoxPracticeTests",
            ["SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaServer", "UpstoxPractice", "UpstoxAdapter"]
        ),
        tests(
            "SaudaServerTests",
            [
                "SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaServer", "ZerodhaKitePractice", "DhanPractice",
            ] + sockets
        ),
        // Whole brokers: adapter, link and practice side, without a wire and over a real one.
        tests(
            "WireTests",
            [
                "SaudaCore", "SaudaBroker", "SaudaSimulation", "SaudaNet", "SaudaServer", "SaudaService",
                "SaudaTestKit", "SaudaCommand", "ZerodhaKiteAdapter", "ZerodhaKiteCards", "DhanAdapter", "DhanCards",
                "KotakNeoAdapter", "KotakNeoCards", "UpstoxAdapter", "UpstoxCards", locks,
            ]
        ),
        tests("StrategyTests", ["SaudaCore", "SaudaSimulation"] + strategyTargets),
    ] + adapters.flatMap(adapter) + carded.map(cards) + strategies.map(strategy)
)

/// Tests that play whole days, thousands of seeds and the program itself. A release build has these and no others
/// (scripts/build.sh): they take a fifth of the time there. Who runs all tests builds them nowhere else.
let played: Set = ["SaudaBrokerTests", "SaudaCommandTests", "WireTests"]
switch Context.environment["SAUDA_TESTS"] {
case "played": package.targets.removeAll { $0.type == .test && !played.contains($0.name) }
case "computed": package.targets.removeAll { played.contains($0.name) }
default: break
}
