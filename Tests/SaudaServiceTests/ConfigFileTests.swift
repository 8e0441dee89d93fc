import FoundationEssentials
import Glibc
import Testing

@testable import SaudaService

@Suite struct ConfigFileTests {
    @Test func `a file and the overlay beside it are loaded`() throws {
        try ConfigFixture.withFolder { folder in
            try write(ConfigFixture.small, to: "\(folder)/config.yaml")
            try write("home: elsewhere", to: "\(folder)/config.staging.yaml")
            let plain = try load("\(folder)/config.yaml")
            #expect(plain.home == "data")
            #expect(plain.resolved("data") == "\(folder)/data")
            #expect(try load("\(folder)/config.yaml", .staging).home == "elsewhere")
        }
    }

    @Test func `a missing file and a missing overlay are both named`() throws {
        let error = try #require(throws: ConfigErrors.self) { try load("/nowhere/config.yaml", .dev) }
        #expect(
            error.description == """
                /nowhere/config.yaml:1:1: there is no such file; check the path, or create it
                /nowhere/config.dev.yaml:1:1: there is no such file; check the path, or create it
                """
        )
    }

    @Test func `100 MB are refused by size before anything is read`() throws {
        try ConfigFixture.withFolder { folder in
            let path = "\(folder)/config.yaml"
            try write("version: 1\n", to: path)
            #expect(unsafe truncate(path, 100_000_000) == 0)
            let before = residentBytes()
            let error = try #require(throws: ConfigErrors.self) { try load(path) }
            #expect(error.errors.map(\.message) == ["the file is larger than 1 MiB"])
            #expect(residentBytes() - before < 50_000_000)
        }
    }

    @Test func `folders, pipes and devices are not configuration files`() throws {
        try ConfigFixture.withFolder { folder in
            #expect(unsafe mkfifo("\(folder)/pipe.yaml", 0o600) == 0)
            for path in [folder, "\(folder)/pipe.yaml", "/dev/zero"] {
                let error = try #require(throws: ConfigErrors.self) { try load(path) }
                #expect(error.errors.map(\.message) == ["this is not a regular file"])
            }
        }
    }

    @Test(
        "where the overlay stands",
        arguments: [
            ("config.yaml", "config.dev.yaml"), ("a.b/config.yaml", "a.b/config.dev.yaml"),
            ("a.b/config", "a.b/config.dev"),
            ("/x/my.config.yml", "/x/my.config.dev.yml"), (".config", ".config.dev"),
        ]
    )
    func overlayPath(path: String, expected: String) {
        #expect(Config.overlayPath(of: path, .dev) == expected)
    }

    @Test func `a symbol file is found from the folder of the configuration`() throws {
        try ConfigFixture.withFolder { folder in
            try write(ConfigFixture.small(line: 9, "universe: {file: mine.txt}"), to: "\(folder)/config.yaml")
            let config = try load("\(folder)/config.yaml")
            let missing = try #require(throws: ConfigErrors.self) { try SymbolList.symbols(of: config) }
            #expect(
                missing.description == "\(folder)/config.yaml:9:18: \(folder)/mine.txt: there is no such file; "
                    + "check the path, or create it"
            )
            try write("TCS\nINFY # two\n", to: "\(folder)/mine.txt")
            #expect(try SymbolList.symbols(of: config) == ["TCS", "INFY"])
        }
    }

    private func load(_ path: String, _ environment: Config.Environment? = nil) throws(ConfigErrors) -> Config {
        try Config.load(
            path: path,
            environment: environment,
            catalogue: ConfigFixture.catalogue,
            brokers: ConfigFixture.brokers
        )
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    /// The memory of this process, from /proc; 0 where there is none.
    private func residentBytes() -> Int {
        let pages = (try? String(contentsOf: URL(filePath: "/proc/self/statm"), encoding: .utf8))?
            .split(separator: " ").dropFirst().first
        return (pages.flatMap { Int($0) } ?? 0) * 4096
    }
}
