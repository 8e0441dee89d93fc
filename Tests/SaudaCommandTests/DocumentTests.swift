import Foundation
import Testing

/// What README.md and docs/ show is what there is.
@Suite struct DocumentTests {
    @Test func `docs/parameters.md is made from the tables in the code`() throws {
        let run = try ToolRun(["strategies", "--format", "markdown"], in: Folder())
        #expect(run.status == 0)
        let page = try Document("docs/parameters.md").text
        let start = try #require(page.range(of: "## "), "the page has no section").lowerBound
        #expect(page[start...] == run.out, "the page is old: run `make parameters` and commit it")
    }

    @Test("each Swift block of the strategy guide stands in a file that is compiled")
    func swiftBlocks() throws {
        let blocks = try Document("docs/strategies.md").blocks("swift")
        #expect(blocks.count >= 3)
        let files = ["Tests/StrategyTests/Guide", "strategies/OpeningRange"]
        let sources = try files.flatMap { try Document.files(in: $0, endingIn: ".swift") }.map { plain($0.text) }
        for block in blocks {
            #expect(sources.contains { $0.contains(plain(block.text)) }, "in no source file:\n\(block.text)")
        }
    }

    /// Without what indents it.
    private func plain(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .joined(separator: "\n")
            .trimmingCharacters(in: .newlines)
    }

    /// One that says its version is whole. It has the name that was said last before it.
    @Test(arguments: Document.all)
    func `each whole configuration is fine`(_ document: Document) throws {
        for block in document.blocks("yaml") where block.text.hasPrefix("version:") {
            let folder = try Folder()
            try folder.write(block.text, to: "config.yaml")
            let run = try ToolRun(["check"], in: folder)
            #expect(run.status == 0, "\(document): \(run.out)\(run.err)")
        }
    }

    /// In blocks and in running text, placeholders and all: the command is there and knows the options.
    @Test(arguments: Document.all)
    func `each command and option exists`(_ document: Document) throws {
        let folder = try Folder()
        for words in Set(document.commands.map(\.words)) {
            let path = Array(
                words.dropFirst().prefix { $0.allSatisfy { $0.isLowercase || $0 == "-" } && $0.first != "-" }
            )
            guard !path.isEmpty else { continue }
            let name = words.joined(separator: " ")
            var help: String?
            // What follows the command may look like one.
            for count in [2, 1] where help == nil {
                let run = try ToolRun(path.prefix(count) + ["--help"], in: folder)
                if run.status == 0 { help = run.out }
            }
            let text = try #require(help, "\(document): there is no `\(name)`")
            for option in words where option.hasPrefix("--") && option != "--help" {
                let isKnown = text.contains(try Regex("\(option.prefix { $0 != "=" })(?![a-z-])"))
                #expect(isKnown, "\(document): `\(name)` has an option that help does not know")
            }
        }
    }

    @Test(arguments: Document.all.filter { !$0.isSession })
    func `each command of a shell block that needs no account works as it stands`(_ document: Document) throws {
        let commands = document.commands.filter { $0.isWhole && !$0.needsServer }
        guard !commands.isEmpty else { return }
        let folder = try Desk.folder(for: document)
        for command in commands {
            let run = try ToolRun(Array(command.words.dropFirst()), in: folder)
            #expect(run.status == 0, "\(document): `\(command.words.joined(separator: " "))`: \(run.err)")
        }
    }

    /// Servers too: they listen on this machine, at a free port instead of the page's.
    @Test(arguments: Document.all.filter(\.isSession))
    func `a page that is followed from top to bottom works`(_ document: Document) throws {
        let session = try DocumentSession()
        for block in document.blocks { try session.play(block) }
        #expect(session.commandCount >= 10)
    }

    @Test(arguments: Document.all)
    func `each page and picture that is linked is there`(_ document: Document) {
        let folder = ToolRun.root.appending(path: document.path).deletingLastPathComponent()
        for link in document.text.matches(of: /(?:\]\(|(?:src|srcset|href)=")(?<target>[^)"\s]+)/) {
            let target = link.target.prefix { $0 != "#" }
            guard !target.isEmpty, !target.contains("://") else { continue }
            let place = folder.appending(path: String(target)).path
            #expect(FileManager.default.fileExists(atPath: place), "\(document): \(target)")
        }
    }

    @Test func `README.md names every page of docs`() throws {
        let readme = try Document("README.md").text
        for page in try Document.files(in: "docs", endingIn: ".md") {
            #expect(readme.contains(page.path), "\(page) is not in the list of README.md")
        }
    }

    @Test func `the strategy that the guide builds on is under 150 lines, parameters included`() throws {
        // What it says to `sauda plan` stands in a file of its own.
        let files = try Document.files(in: "strategies/OpeningRange", endingIn: "OpeningRange.swift")
        #expect(files.count == 1)
        #expect(files.reduce(0) { $0 + $1.text.split(separator: "\n", omittingEmptySubsequences: false).count } < 151)
    }

    @Test func `the documents are read at all`() {
        #expect(Document.all.count >= 10)
        let guide = Document.all.first { $0.path == "docs/strategies.md" }
        #expect((guide?.commands.count(where: \.isWhole) ?? 0) >= 8)
        #expect(!Document.all.filter(\.isSession).isEmpty)
    }
}

/// A folder with what the commands of a document expect: prices, and the configurations that it shows.
private enum Desk {
    static func folder(for document: Document) throws -> Folder {
        let folder = try Folder()
        try folder.addConfig()
        for block in document.blocks("yaml") where block.text.hasPrefix("version:") {
            if let name = block.name { try folder.write(block.text, to: name) }
        }
        for (index, symbol) in ["HAL", "INFY"].enumerated() {
            try folder.write(daily(seed: index), to: "history/daily/\(symbol).csv")
            try folder.write(minutes(seed: index), to: "history/minute/\(symbol).csv")
        }
        return folder
    }

    /// Weekdays from 2014 to the middle of 2015.
    private static func daily(seed: Int) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let start = DateComponents(calendar: calendar, year: 2014, month: 1, day: 1).date!
        var text = "date,open,high,low,close,volume\n"
        for number in 0..<540 {
            let date = calendar.date(byAdding: .day, value: number, to: start)!
            guard !calendar.isDateInWeekend(date) else { continue }
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let day = "\(parts.year!)-\(two(parts.month!))-\(two(parts.day!))"
            let price = 1000 + Double(number) / 5 + 40 * sin(Double(number + 9 * seed) / 11)
            text += row(day, price, price + 3 * sin(Double(number)), spread: 6)
        }
        return text
    }

    /// Three days that leave their first range, up or down.
    private static func minutes(seed: Int) -> String {
        var text = "time,open,high,low,close,volume\n"
        for (day, date) in ["2026-06-16", "2026-06-17", "2026-06-18"].enumerated() {
            let way = (day + seed).isMultiple(of: 2) ? 0.05 : -0.05
            for minute in 0..<375 {
                let time = "\(date)T\(two(9 + (minute + 15) / 60)):\(two((minute + 15) % 60)):00+05:30"
                let price = 1500 + 3 * sin(Double(minute)) + way * Double(max(0, minute - 20))
                text += row(time, price, price, spread: 0.5)
            }
        }
        return text
    }

    private static func row(_ time: String, _ open: Double, _ close: Double, spread: Double) -> String {
        let prices = [open, max(open, close) + spread, min(open, close) - spread, close].map { rupees in
            let paise = Int((rupees * 100).rounded())
            return "\(paise / 100).\(two(paise % 100))"
        }
        return "\(time),\(prices.joined(separator: ",")),500000\n"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
