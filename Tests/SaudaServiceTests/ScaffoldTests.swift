import Foundation
import SaudaService
import Testing

/// What `sauda new` makes, before it is written.
@Suite struct ScaffoldTests {
    @Test(
        "a name is written in three ways, however it was given",
        arguments: [
            ("Alpha Broker", "alpha-broker", "AlphaBroker", "alphaBroker"),
            ("alpha-broker", "alpha-broker", "AlphaBroker", "alphaBroker"),
            ("AlphaBroker", "alpha-broker", "AlphaBroker", "alphaBroker"),
            ("EMA9 Sell", "ema9-sell", "EMA9Sell", "ema9Sell"),
            ("EMA9Sell", "ema9-sell", "EMA9Sell", "ema9Sell"),
            ("ICICI Direct", "icici-direct", "ICICIDirect", "iciciDirect"),
            ("ICICIDirect", "icici-direct", "ICICIDirect", "iciciDirect"),
            ("five5", "five5", "Five5", "five5"),
        ]
    )
    func names(text: String, id: String, type: String, variable: String) throws {
        let name = try ScaffoldName(text)
        #expect(name.id == id)
        #expect(name.type == type)
        #expect(name.variable == variable)
    }

    @Test(
        "a bad name is refused with what is allowed",
        arguments: [
            ("", "letters and digits"), ("5paisa", "a letter first"), ("a_b", "letters and digits"),
            ("../etc", "letters and digits"), ("Ünï", "letters and digits"), ("x", "2 to 24"),
            (String(repeating: "long", count: 8), "2 to 24"), ("paper", "another name"), ("Strategy", "another name"),
            ("switch", "another name"), ("Sign In", "another name"), ("a%TYPE%", "letters and digits"),
        ]
    )
    func badNames(text: String, words: String) throws {
        let error = #expect(throws: ScaffoldRefusal.self) { try ScaffoldName(text) }
        #expect(error?.description.contains(words) == true, "\(error.map(\.description) ?? "")")
    }

    private static func all() throws -> [Scaffold] {
        let (alpha, beta) = (try ScaffoldName("Alpha Broker"), try ScaffoldName("Zebra Average"))
        let dependency = try Scaffold.Dependency(on: "../sauda")
        let package = Scaffold.package(try ScaffoldName("My Desk"), on: dependency, adapter: alpha, strategy: beta)
        return [.adapter(alpha), .strategy(beta), package]
    }

    @Test func `every word of a template is filled in, and every file has its text`() throws {
        for scaffold in try Self.all() {
            #expect(scaffold.files.count >= 4)
            for (path, text) in scaffold.files {
                #expect(!path.contains("%"), "\(path)")
                #expect(text.firstMatch(of: /%[A-Z_]+%/) == nil, "\(path)")
                #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(path)")
                #expect(!text.contains("\n=== "), "\(path)")
            }
        }
    }

    @Test func `imports are sorted wherever the name falls`() throws {
        for (name, first) in [("Alpha Broker", "import AlphaBrokerAdapter"), ("Zebra", "import SaudaBroker")] {
            let name = try ScaffoldName(name)
            let test = try #require(Scaffold.adapter(name).files["Tests/\(name.type)Tests/\(name.type)Tests.swift"])
            #expect(test.hasPrefix(first))
        }
    }

    @Test func `a package names sauda's by path or address, and holds adapter and strategy as sauda's own folders do`()
        throws
    {
        let package = try Self.all()[2]
        for part in try Self.all().prefix(2) {
            for (path, text) in part.files { #expect(package.files[path] == text, "\(path)") }
        }
        #expect(package.files["Package.swift"]?.contains(#".package(name: "sauda", path: "../../sauda")"#) == true)
        let name = try ScaffoldName("My Desk")
        let (alpha, beta) = (try ScaffoldName("Alpha Broker"), try ScaffoldName("Beta"))
        let far = try Scaffold.Dependency(on: "https://example.com/fork/Sauda-Mine.git")
        let text = Scaffold.package(name, on: far, adapter: alpha, strategy: beta).files["Package.swift"]
        #expect(text?.contains(#"url: "https://example.com/fork/Sauda-Mine.git", branch: "main""#) == true)
        #expect(text?.contains(#"package: "sauda-mine""#) == true)
        #expect(throws: ScaffoldRefusal.self) { try Scaffold.Dependency(on: "a\"b") }
        #expect(throws: ScaffoldRefusal.self) { try Scaffold.Dependency(on: "") }
    }

    @Test func `each function that the guide of an adapter names is in the file that it names`() throws {
        let scaffold = try Self.all()[0]
        let readme = try #require(scaffold.files["adapters/AlphaBroker/README.md"])
        let code = scaffold.files.filter { $0.key.hasSuffix(".swift") }.map(\.value).joined()
        for match in readme.matches(of: /`(?<type>[A-Z]\w+)\.(?<function>\w+)\((?<labels>[\w:]*)\)`/) {
            #expect(code.contains("func \(match.function)("), "\(match.output.0)")
        }
        for match in code.matches(of: /in: "(?<type>\w+)\.(?<function>\w+)\((?<labels>[\w:]*)\)"/) {
            #expect(code.contains("func \(match.function)("), "\(match.output.0)")
        }
    }
}
