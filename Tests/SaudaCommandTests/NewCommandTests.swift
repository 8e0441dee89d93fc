import Foundation
import Testing

/// `sauda new` as a person uses it.
@Suite struct NewCommandTests {
    /// A folder with the files of sauda's own package that are wired.
    private func package() throws -> Folder {
        let folder = try Folder()
        for name in ["Package.swift", "Sources/sauda/Plugins.swift", "scripts/check.sh"] {
            try folder.write(String(contentsOf: ToolRun.root.appending(path: name), encoding: .utf8), to: name)
        }
        return folder
    }

    private func text(_ name: String, in folder: Folder) throws -> String {
        try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    }

    private func files(in folder: Folder) -> [String] {
        FileManager.default.subpaths(atPath: folder.url.path)?.sorted() ?? []
    }

    @Test func `an adapter is made and told, its lines shown, and nothing of it is made a second time`() throws {
        let folder = try package()
        let run = try ToolRun(["new", "adapter", "Alpha Broker"], in: folder)
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("adapters/AlphaBroker/Adapter/AlphaBroker.swift"))
        #expect(run.out.contains("let --wire do it"))
        #expect(run.out.contains(#"import AlphaBrokerPractice"#))
        let adapter = try text("adapters/AlphaBroker/Adapter/AlphaBroker.swift", in: folder)
        #expect(adapter.contains("package static let id = \"alpha-broker\""))
        #expect(try text("Package.swift", in: folder).contains("AlphaBroker") == false)

        let before = files(in: folder)
        let again = try ToolRun(["new", "adapter", "alpha-broker"], in: folder)
        #expect(again.status == 2)
        #expect(again.err.contains("adapters/AlphaBroker is there already"), "\(again.err)")
        #expect(files(in: folder) == before)

        let wired = try ToolRun(["new", "adapter", "alpha-broker", "--wire"], in: folder)
        #expect(wired.status == 0, "\(wired.err)")
        #expect(
            wired.out.contains("Changed Package.swift, Sources/sauda/Plugins.swift, scripts/check.sh."),
            "\(wired.out)"
        )
        #expect(try text("Package.swift", in: folder).contains("\"AlphaBroker\""))
        let mode =
            try FileManager.default.attributesOfItem(
                atPath: folder.url.appending(path: "Package.swift").path
            )[.posixPermissions] as? Int
        #expect(mode == 0o644)
        let third = try ToolRun(["new", "adapter", "alpha-broker", "--wire"], in: folder)
        #expect(third.out.contains("All lines for it stand already."), "\(third.out)\(third.err)")
    }

    @Test func `a dry run makes nothing and says the same as JSON`() throws {
        let folder = try package()
        let before = files(in: folder)
        let run = try ToolRun(
            ["new", "strategy", "DipHunter", "--wire", "--dry-run", "--format", "json"],
            in: folder
        )
        let report = try run.json()
        #expect(report["name"] as? String == "dip-hunter")
        #expect(report["dry_run"] as? Bool == true)
        #expect((report["files"] as? [String])?.contains("strategies/DipHunter/DipHunter.swift") == true)
        #expect(report["wired"] as? [String] == ["Package.swift", "Sources/sauda/Plugins.swift"])
        #expect(files(in: folder) == before)
    }

    @Test func `a file that stands in the way stops all of it`() throws {
        let folder = try package()
        try folder.write("mine\n", to: "Tests/StrategyTests/DipHunterTests.swift")
        let run = try ToolRun(["new", "strategy", "dip-hunter"], in: folder)
        #expect(run.status == 2)
        #expect(run.err.contains("Tests/StrategyTests/DipHunterTests.swift is there already"), "\(run.err)")
        #expect(try text("Tests/StrategyTests/DipHunterTests.swift", in: folder) == "mine\n")
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "strategies").path))
    }

    @Test func `a file whose place for the lines is gone stops --wire, with the lines`() throws {
        let folder = try package()
        try folder.write("// empty\n", to: "Package.swift")
        let run = try ToolRun(["new", "adapter", "Alpha Broker", "--wire"], in: folder)
        #expect(run.status == 2)
        #expect(run.err.contains("Package.swift does not look as it should"), "\(run.err)")
        #expect(run.err.contains("\"AlphaBroker\""), "\(run.err)")
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "adapters").path))
    }

    @Test(
        "what cannot be made is bad usage, with what to do",
        arguments: [
            (["adapter", "a/b"], "letters and digits"), (["adapter", "dhan"], "there is a broker dhan already"),
            (["strategy", "ema9-sell"], "there is a strategy ema9-sell already"),
            (["adapter", "Alpha"], "there is no Package.swift"), (["package", "desk2"], "--sauda"),
            (["package", "desk2", "--sauda", "x", "--adapter", "desk2"], "three names"),
            (["package", "desk2", "--sauda", "x", "--strategy", "amo-buy"], "has amo-buy already"),
        ]
    )
    func refused(arguments: [String], words: String) throws {
        let folder = try Folder()
        let run = try ToolRun(["new"] + arguments, in: folder)
        #expect(run.status == 2, "\(run.out)")
        #expect(run.err.contains(words), "\(run.err)")
        #expect(files(in: folder) == [])
    }

    @Test func `a package is a folder of its own, which is not made twice`() throws {
        let folder = try Folder()
        let arguments = ["new", "package", "My Desk", "--sauda", "/opt/sauda"]
        let run = try ToolRun(arguments, in: folder)
        #expect(run.status == 0, "\(run.err)")
        #expect(try text("my-desk/Package.swift", in: folder).contains(#"path: "/opt/sauda""#))
        #expect(try text("my-desk/Sources/my-desk/Plugins.swift", in: folder).contains("SampleBroker"))
        let more = try ToolRun(["new", "strategy", "Second", "--wire", "--in", "my-desk"], in: folder)
        #expect(more.status == 0, "\(more.err)")
        #expect(try text("my-desk/Sources/my-desk/Plugins.swift", in: folder).contains("Second.plugin"))
        #expect(try ToolRun(arguments, in: folder).status == 2)
    }
}
