import Foundation
import SaudaCore
import SaudaStore
import Testing

@testable import SaudaService

/// What `sauda logs` reads: S3-43 to S3-46.
@Suite struct LogReadingTests {
    private static let day = Day(year: 2026, month: 11, day: 20)!
    private let folder = ScratchFolder()

    init() throws {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/logs", withIntermediateDirectories: true)
    }

    private func add(_ text: String, _ day: Day = LogReadingTests.day) throws {
        let path = LogFolder.file(folder.path, day)
        let old = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        try (old + text).write(toFile: path, atomically: false, encoding: .utf8)
    }

    private func line(_ level: LogLevel, _ module: LogModule, _ message: String) -> String {
        LogLine(Self.day.at(TimeOfDay(16, 0)), level, module, message).text
    }

    private func picked(_ lines: [String], level: LogLevel = .debug, task: ScheduledTask? = nil) -> [String] {
        var selection = LogSelection(level: level, task: task)
        return lines.compactMap { selection.take($0) }.map { picked in
            switch picked {
            case .line(let line): line.message
            case .foreign(let text): "| " + text
            }
        }
    }

    private var evening: [String] {
        [
            line(.info, .engine, "begin"), line(.info, .tasks, "TASK: MARKET ANALYSIS"),
            line(.warning, .strategies, "skip: INFY"), line(.debug, .strategies, "note: TCS"),
            line(.error, .tasks, "MARKET ANALYSIS: FAILED, no prices"), "Traceback of another program\u{1B}",
            line(.info, .tasks, "TASK: PLACE BUY ORDERS"), line(.info, .orders, "place: BUY TCS"),
            line(.info, .orders, "a line that quotes TASK: MARKET ANALYSIS"),
            line(.info, .tasks, "TASK: MARKET ANALYSIS"), line(.critical, .alerts, "ALERT: again"),
        ]
    }

    @Test func `a task's lines go from its line to the next task's, each time it was done`() {
        #expect(
            picked(evening, task: .analysis) == [
                "TASK: MARKET ANALYSIS", "skip: INFY", "note: TCS", "MARKET ANALYSIS: FAILED, no prices",
                "| Traceback of another program\\u{1B}", "TASK: MARKET ANALYSIS", "ALERT: again",
            ]
        )
        #expect(
            picked(evening, task: .buyOrders) == [
                "TASK: PLACE BUY ORDERS", "place: BUY TCS", "a line that quotes TASK: MARKET ANALYSIS",
            ]
        )
        #expect(picked(evening, task: .cleanup).isEmpty)
    }

    @Test func `a level hides what matters less, and what follows on it`() {
        #expect(picked(evening).count == evening.count)
        #expect(
            picked(evening, level: .warning) == [
                "skip: INFY", "MARKET ANALYSIS: FAILED, no prices", "| Traceback of another program\\u{1B}",
                "ALERT: again",
            ]
        )
        #expect(picked(evening, level: .critical) == ["ALERT: again"])
        #expect(picked(evening, level: .error, task: .buyOrders).isEmpty)
    }

    @Test func `tasks are known by name and by title, and no other word is`() {
        for task in ScheduledTask.allCases {
            #expect(ScheduledTask(named: task.name) == task)
            #expect(ScheduledTask(named: task.title) == task)
        }
        #expect(ScheduledTask(named: "Market Analysis") == .analysis)
        #expect(ScheduledTask(named: "market") == nil && ScheduledTask(named: "") == nil)
    }

    @Test func `a day is read to its end, cut line and all, and no further`() throws {
        try add("one\ntwo\nthr")
        try add("tomorrow\n", Self.day.advanced(by: 1))
        var tail = LogTail(home: folder.path, from: Self.day, isFollowing: false)
        #expect(try tail.next() == ["one", "two"])
        #expect(try tail.next() == ["thr"])
        #expect(try tail.next().isEmpty && tail.next().isEmpty)
    }

    @Test func `what is followed waits for the end of a line, and goes on with the next day`() throws {
        var tail = LogTail(home: folder.path, from: Self.day, isFollowing: true)
        #expect(try tail.next().isEmpty)
        try add("one\ntw")
        #expect(try tail.next() == ["one"])
        #expect(try tail.next().isEmpty)
        try add("o\n")
        #expect(try tail.next() == ["two"])
        try add("cut")
        try add("later\n", Self.day.advanced(by: 3))
        try add("last\n", Self.day.advanced(by: 4))
        #expect(try tail.next() == ["cut"])
        #expect(try tail.next() == ["later"])
        #expect(try tail.next() == ["last"])
        try add("\n", Self.day)
        #expect(try tail.next().isEmpty)
    }

    @Test func `a file that is emptied is read from its start again`() throws {
        try add("one\ntwo\n")
        var tail = LogTail(home: folder.path, from: Self.day, isFollowing: true)
        #expect(try tail.next() == ["one", "two"])
        try "new\n".write(toFile: LogFolder.file(folder.path, Self.day), atomically: false, encoding: .utf8)
        #expect(try tail.next() == ["new"])
    }

    @Test func `a long log comes in parts, whole lines and each once`() throws {
        let lines = (0..<20_000).map { "line \($0) \(String(repeating: "x", count: $0 % 90))" }
        try add(lines.map { $0 + "\n" }.joined())
        var tail = LogTail(home: folder.path, from: Self.day, isFollowing: false)
        var read: [String] = []
        while case let part = try tail.next(), !part.isEmpty { read += part }
        #expect(read == lines)
    }

    @Test func `what is no file is an error with the way out`() throws {
        let path = LogFolder.file(folder.path, Self.day)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        var tail = LogTail(home: folder.path, from: Self.day, isFollowing: false)
        #expect(throws: DataError.self) { try tail.next() }
    }

    @Test func `the folder knows its days by their exact names`() throws {
        for name in ["trade_agent_20261119.log", "trade_agent_20261120.log", "trade_agent_2026112.log", "x.log"] {
            try "".write(toFile: "\(folder.path)/logs/\(name)", atomically: false, encoding: .utf8)
        }
        #expect(LogFolder.days(in: folder.path) == [Self.day.advanced(by: -1), Self.day])
        #expect(LogFolder.days(in: folder.path + "/none").isEmpty)
    }
}
