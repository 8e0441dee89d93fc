import Foundation
import SaudaService
import Testing

/// The lines that make something new part of the build.
@Suite struct WiringTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let plugins = "Sources/sauda/Plugins.swift"

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func apply(_ steps: [Wiring], to texts: inout [String: String]) throws {
        for step in steps { texts[step.path] = try step.applied(to: try texts[step.path] ?? text(step.path)) }
    }

    @Test func `sauda's own files take an adapter and a strategy, in their places, and only once`() throws {
        let (alpha, zebra) = (try ScaffoldName("Alpha Broker"), try ScaffoldName("Zebra Average"))
        let steps = Wiring.adapter(alpha, plugins: Self.plugins) + Wiring.strategy(zebra, plugins: Self.plugins)
        var texts: [String: String] = [:]
        try Self.apply(steps, to: &texts)
        for step in steps { #expect(texts[step.path]?.contains(step.text) == true, "\(step.text)") }

        let package = try #require(texts["Package.swift"])
        #expect(package.contains(/let adapters = \[[^\]]*, "AlphaBroker"\]/))
        #expect(package.contains(/let strategies = \[[^\]]*, "ZebraAverage"\]/))
        let lines = try #require(texts[Self.plugins]).split(separator: "\n").map(String.init)
        let imports = lines.filter { $0.contains("import ") }.compactMap { $0.split(separator: " ").last }
        #expect(imports == imports.sorted())
        #expect(lines.contains { $0.contains("ZebraAverage.plugin") })
        #expect(!lines.contains { $0.count > 120 })
        // A list of Swift gets a comma before its new last item; a `case` of the shell has none.
        #expect(texts["scripts/check.sh"]?.contains(";;,") == false)

        let once = texts
        try Self.apply(steps, to: &texts)
        #expect(texts == once)
    }

    @Test func `a list that grows too long goes over several lines, and is found there again`() throws {
        var texts: [String: String] = [:]
        for number in 10..<30 {
            let name = try ScaffoldName("Average Of Days \(number)")
            try Self.apply(Wiring.strategy(name, plugins: Self.plugins), to: &texts)
        }
        for text in texts.values {
            #expect(!text.split(separator: "\n").contains { $0.contains("AverageOfDays") && $0.count > 120 })
            #expect(text.contains("AverageOfDays10") && text.contains("AverageOfDays29"))
        }
        let last = Wiring.strategy(try ScaffoldName("Average Of Days 12"), plugins: Self.plugins)
        for step in last { #expect(try step.applied(to: try #require(texts[step.path])) == texts[step.path]) }
    }

    @Test func `a file that looks otherwise is refused, with the lines and their place`() throws {
        for step in Wiring.adapter(try ScaffoldName("Alpha Broker"), plugins: Self.plugins) {
            let error = #expect(throws: ScaffoldRefusal.self) { try step.applied(to: "# empty\n") }
            let text = error?.description ?? ""
            #expect(text.contains(step.text), "\(text)")
            #expect(text.contains(step.location), "\(text)")
            #expect(text.hasPrefix(step.path), "\(text)")
        }
    }

    @Test func `a package of one's own takes more of them too`() throws {
        let (alpha, beta) = (try ScaffoldName("Alpha Broker"), try ScaffoldName("Beta"))
        let package = Scaffold.package(
            try ScaffoldName("My Desk"),
            on: try Scaffold.Dependency(on: "sauda"),
            adapter: alpha,
            strategy: beta
        )
        let plugins = "Sources/my-desk/Plugins.swift"
        let more = try ScaffoldName("Gamma")
        let steps = Wiring.adapter(more, plugins: plugins) + Wiring.strategy(more, plugins: plugins)
        for step in steps where step.path != "scripts/check.sh" {
            let text = try #require(package.files[step.path])
            #expect(try step.applied(to: text).contains(step.text))
        }
        // What the package was made with stands there already.
        for step in Wiring.adapter(alpha, plugins: plugins) where step.path != "scripts/check.sh" {
            let text = try #require(package.files[step.path])
            #expect(try step.applied(to: text) == text, "\(step.text)")
        }
    }
}
