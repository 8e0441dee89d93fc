import Foundation
import Testing

/// `sauda backtest --report` and `sauda compare`, as a person uses them.
@Suite struct ReportTests {
    private static let run = ["backtest", "ema9-sell", "--generated", "--symbols", "M&M,INFY", "--from", "2025-07-01"]

    @Test func `a report is one file without a path of this machine, and its place and size are said`() throws {
        let folder = try Folder()
        try folder.write("symbol,date,quantity,price\nINFY,2025-08-04,1,1500\n", to: "held.csv")
        let positions = folder.url.appending(path: "held.csv").path
        let run = try ToolRun(Self.run + ["--positions", positions, "--report", "out.html"], in: folder)
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("report: out.html, "))
        let page = try String(contentsOf: folder.url.appending(path: "out.html"), encoding: .utf8)
        #expect(page.hasPrefix("<!doctype html>"))
        #expect(page.hasSuffix("</html>\n"))
        #expect(page.contains("Positions come from held.csv"))
        #expect(!page.contains(folder.url.lastPathComponent))
        #expect(!page.contains(FileManager.default.temporaryDirectory.path))
        #expect(!page.contains("file://"))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        #expect(files == ["held.csv", "out.html"])
    }

    @Test func `with JSON the output stays JSON, and the same run gives the same page`() throws {
        let folder = try Folder()
        let first = try ToolRun(Self.run + ["--report", "a.html", "--format", "json"], in: folder)
        #expect(try first.json()["version"] as? Int == 1)
        #expect(first.err.contains("report: a.html, "))
        _ = try ToolRun(Self.run + ["--report", "b.html"], in: folder)
        let pages = try ["a.html", "b.html"].map { try Data(contentsOf: folder.url.appending(path: $0)) }
        #expect(pages[0] == pages[1])
        #expect(pages[0].count > 50_000)
    }

    @Test(
        "a place that cannot be written is refused before the run",
        arguments: ["none/out.html", "folder", "folder/"]
    )
    func refused(place: String) throws {
        let folder = try Folder()
        try folder.write("", to: "folder/kept")
        let run = try ToolRun(Self.run + ["--report", place], in: folder)
        #expect(run.status == 2)
        #expect(run.out.isEmpty)
        #expect(run.err.contains("--report"), "\(run.err)")
    }

    @Test func `a full disk leaves the old report and no half of the new one`() throws {
        let folder = try Folder()
        try folder.write("old", to: "out.html")
        let run = try ToolRun(
            Self.run + ["--report", "out.html"],
            in: folder,
            through: #"trap '' XFSZ; ulimit -f 20; exec "$0" "$@""#
        )
        #expect(run.status == 1)
        #expect(run.err.contains("out.html"), "\(run.err)")
        #expect(try String(contentsOf: folder.url.appending(path: "out.html"), encoding: .utf8) == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["out.html"])
    }

    // MARK: - Compare

    private func result(_ more: [String], as name: String, in folder: Folder) throws {
        let run = try ToolRun(Self.run + ["--format", "json"] + more, in: folder)
        try folder.write(run.out, to: name)
    }

    @Test func `two results are compared, and equal ones end with 0`() throws {
        let folder = try Folder()
        try result([], as: "a.json", in: folder)
        try result(["--capital", "500000"], as: "b.json", in: folder)
        let same = try ToolRun(["compare", "a.json", "a.json", "--exit-code"], in: folder)
        #expect(same.status == 0)
        #expect(same.out.contains("Nothing differs."))
        let table = try ToolRun(["compare", "a.json", "b.json"], in: folder)
        #expect(table.status == 0, "\(table.err)")
        #expect(table.out.contains("Better"))
        #expect(table.out.contains("Start equity"))
        let strict = try ToolRun(["compare", "a.json", "b.json", "--exit-code", "--format", "json"], in: folder)
        #expect(strict.status == 1)
        #expect(strict.err.isEmpty)
        #expect(try strict.json()["same"] as? Bool == false)
    }

    @Test(
        "what is no such result is refused with what to do",
        arguments: [
            ("none.json", "cannot be read"), ("text.json", "it is not JSON"), ("other.json", "'version' is missing"),
            ("list.json", "another kind of JSON"), ("newer.json", "format 9"), ("part.json", "'title' is missing"),
            ("wrong.json", "'title' is something else"),
        ]
    )
    func noResult(name: String, words: String) throws {
        let folder = try Folder()
        try folder.write("not json", to: "text.json")
        try folder.write("{\"title\": \"x\"}", to: "other.json")
        try folder.write("[]", to: "list.json")
        try folder.write("{\"version\": 9}", to: "newer.json")
        try folder.write("{\"version\": 1}", to: "part.json")
        try folder.write("{\"version\": 1, \"title\": 5}", to: "wrong.json")
        let run = try ToolRun(["compare", name, name], in: folder)
        #expect(run.status == 3)
        #expect(run.err.contains(name))
        #expect(run.err.contains(words), "\(run.err)")
        #expect(run.err.contains("backtest"))
    }
}
