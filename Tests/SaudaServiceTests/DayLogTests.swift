import Foundation
import NIOConcurrencyHelpers
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaService

/// LOG-1, LOG-3, LOG-4: the file.
@Suite struct DayLogTests {
    private static let day = Day(year: 2026, month: 11, day: 20)!
    private let folder = ScratchFolder()
    private let complaints = NIOLockedValueBox<[String]>([])
    /// Whether the disk takes what it is given, or only so many bytes of it.
    private let room = NIOLockedValueBox<Int?>(nil)

    private func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
        Self.day.at(TimeOfDay(hour, minute, second))
    }

    private func log(
        _ settings: Config.Log = Config.Log(),
        home: String? = nil,
        secrets: [Secret] = [],
        machine: Timestamp = DayLogTests.day.at(TimeOfDay(10, 0))
    ) -> DayLog {
        DayLog(
            home ?? folder.path,
            settings,
            KnownSecrets(secrets),
            { machine },
            { [complaints] text in complaints.withLockedValue { $0.append(text) } },
            { [room] descriptor, bytes in
                guard let room = room.withLockedValue({ $0 }) else { return LogFile.write(descriptor, bytes) }
                return LogFile.write(descriptor, Array(bytes.prefix(room)))
            }
        )
    }

    private func text(_ day: Day = DayLogTests.day) throws -> String {
        try String(contentsOfFile: LogFolder.file(folder.path, day), encoding: .utf8)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `LOG-1: a file a day, its owner's alone, named for the line's day and rolled at midnight`() throws {
        let log = log()
        log.write(LogLine(at(23, 59, 59), .info, .engine, "late"))
        log.write(LogLine(at(23, 59, 59).advanced(by: .seconds(1)), .info, .engine, "early"))
        log.write(LogLine(at(23, 59, 59), .info, .engine, "later still"))
        #expect(
            try text() == "2026-11-20 23:59:59 — INFO — engine — late\n"
                + "2026-11-20 23:59:59 — INFO — engine — later still\n"
        )
        #expect(try text(Self.day.advanced(by: 1)) == "2026-11-21 00:00:00 — INFO — engine — early\n")
        let path = "\(folder.path)/logs/trade_agent_20261120.log"
        #expect(try mode(path) == 0o600)
        #expect(try mode("\(folder.path)/logs") == 0o700)
        #expect(log.lost == 0)
    }

    @Test func `a file that others may read becomes its owner's`() throws {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/logs", withIntermediateDirectories: true)
        let path = LogFolder.file(folder.path, Self.day)
        try "of an older sauda".write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        log().write(LogLine(at(9, 15), .info, .engine, "new"))
        #expect(try mode(path) == 0o600)
        // What a crash had cut does not run into the next line.
        #expect(try text() == "of an older sauda\n2026-11-20 09:15:00 — INFO — engine — new\n")
    }

    @Test func `JSON is an object a line`() throws {
        var settings = Config.Log()
        settings.format = .json
        log(settings).write(LogLine(at(9, 15), .info, .engine, "two\nlines"))
        #expect(
            try text() == #"{"time":"2026-11-20T09:15:00+05:30","level":"info","module":"engine","#
                + #""message":"two\u000Alines"}"# + "\n"
        )
    }

    @Test("lines under the level are left out, but a task's", arguments: LogLevel.allCases)
    func level(level: LogLevel) throws {
        var settings = Config.Log()
        settings.level = level
        let log = log(settings)
        for level in LogLevel.allCases { log.write(LogLine(at(9, 15), level, .engine, level.name)) }
        log.write(LogLine(at(9, 15), .info, .tasks, "TASK: MARKET ANALYSIS"))
        let expected = LogLevel.allCases.filter { $0 >= level }.count + 1
        #expect(try text().split(separator: "\n").count == expected)
        #expect(try text().hasSuffix("— TASK: MARKET ANALYSIS\n"))
    }

    @Test func `S1-82: of thirty days the thirty-first goes; later days and other names stay`() throws {
        let logs = "\(folder.path)/logs"
        try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
        let names = (-40...40).map { LogFolder.name(of: Self.day.advanced(by: $0)) }
        let others = [
            "trade_agent_20250101.log.1", "trade_agent_2025-01-01.log", "trade_agent_20250230.log", "notes.txt",
            "trade_agent_99999999.log", "trade_agent_.log", "TRADE_AGENT_20250101.log", "trade_agent_+2250101.log",
        ]
        for name in names + others {
            try "x\n".write(toFile: "\(logs)/\(name)", atomically: false, encoding: .utf8)
        }
        log().write(LogLine(at(9, 15), .info, .engine, "x"))
        let kept = try FileManager.default.contentsOfDirectory(atPath: logs)
        #expect(Set(kept) == Set((-29...40).map { LogFolder.name(of: Self.day.advanced(by: $0)) } + others))
    }

    @Test("a clock that is far ahead, of the day or of the machine, takes no log", arguments: [true, false])
    func clocks(isMachine: Bool) throws {
        let logs = "\(folder.path)/logs"
        try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
        let old = LogFolder.name(of: Self.day.advanced(by: -1))
        try "x\n".write(toFile: "\(logs)/\(old)", atomically: false, encoding: .utf8)
        let far = Self.day.advanced(by: 3650).at(TimeOfDay(9, 15))
        let log = isMachine ? log(machine: far) : log()
        log.write(LogLine(isMachine ? at(9, 15) : far, .info, .engine, "x"))
        #expect(FileManager.default.fileExists(atPath: "\(logs)/\(old)"))
    }

    @Test("LOG-3: known secrets never reach the file, at debug level in either form", arguments: LogFormat.allCases)
    func secrets(format: LogFormat) throws {
        let values = [
            "planted/api+key=0123", "p@ss word & more", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJaWjAwMDEifQ.s1g-na_ture",
            "JBSWY3DPEHPK3PXP", "a\"quoted\\secret", "482913", "two\nlines-of-a-secret",
        ]
        var settings = Config.Log()
        (settings.level, settings.format) = (.debug, format)
        let log = log(settings, secrets: values.map { Secret($0) })
        for (number, value) in values.enumerated() {
            for (part, text) in [
                "2FA answer \(value) taken", "{\"x\":\"\(Data(value.utf8).base64EncodedString())\"}",
                "GET /?a=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")", value,
            ].enumerated() {
                // Two capitals: no two of these are equal to the throttle.
                let name = "CASE\(number)\(part)"
                log.write(LogLine(at(9, 15), .debug, .link, "\(name): \(text)"))
                log.write(LogLine(at(9, 15), .critical, value, "password=unknown-one-\(number)&b=c"))
            }
        }
        let text = try text()
        #expect(text.split(separator: "\n").count == values.count * 8)
        for value in values {
            for line in text.split(separator: "\n") {
                let read = try #require(LogLine(line))
                #expect(!read.message.contains(value) && !read.module.contains(value))
            }
            #expect(!text.contains(Data(value.utf8).base64EncodedString().prefix(12)))
        }
        #expect(!text.contains("unknown-one"))
    }

    @Test("LOG-4: a place that cannot be written loses lines, says it once and throws nothing", arguments: 0..<3)
    func unwritable(kind: Int) throws {
        let logs = "\(folder.path)/logs"
        let path = LogFolder.file(folder.path, Self.day)
        var home = folder.path
        switch kind {
        case 0: try "a file".write(toFile: logs, atomically: false, encoding: .utf8)
        case 1:
            try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
        default: home = "/proc/nonexistent"
        }
        let log = log(home: home)
        for number in 0..<5 { log.write(LogLine(at(9, 15), .info, .orders, "fill \(number)")) }
        log.finish()
        #expect(log.lost == 5)
        let told = complaints.withLockedValue { $0 }
        #expect(told.count == 1 && told[0].contains("trade_agent_20261120.log"), "\(told)")
    }

    @Test func `LOG-4: after a full disk the log goes on by itself and tells what is lost`() throws {
        let log = log()
        log.write(LogLine(at(9, 15), .info, .orders, "fill 1"))
        room.withLockedValue { $0 = 20 }
        log.write(LogLine(at(9, 16), .info, .orders, "fill 2"))
        room.withLockedValue { $0 = 0 }
        log.write(LogLine(at(9, 17), .info, .orders, "fill 3"))
        room.withLockedValue { $0 = nil }
        log.write(LogLine(at(9, 18), .info, .orders, "fill 4"))
        log.write(LogLine(at(9, 19), .info, .orders, "fill 5"))
        #expect(log.lost == 2)
        let lines = try text().split(separator: "\n").map(String.init)
        #expect(lines.count == 5)
        #expect(lines[1].count < 25 && LogLine(lines[1]) == nil, "the part that the disk took")
        #expect(lines[2] == "2026-11-20 09:18:00 — WARNING — log — 2 lines before this one are lost")
        #expect(lines[3].hasSuffix("fill 4") && lines[4].hasSuffix("fill 5"))
        #expect(complaints.withLockedValue { $0.count } == 1)
    }

    @Test func `a file that was taken away is made again`() throws {
        let log = log()
        log.write(LogLine(at(9, 15), .info, .orders, "before"))
        try FileManager.default.removeItem(atPath: LogFolder.file(folder.path, Self.day))
        log.write(LogLine(at(9, 15), .info, .orders, "after"))
        #expect(try text() == "2026-11-20 09:15:00 — INFO — orders — after\n")
    }

    @Test func `a page of somebody's HTML is cut`() throws {
        log().write(LogLine(at(9, 15), .info, .link, String(repeating: "<p>\n", count: 100_000)))
        #expect(try text().utf8.count < 3 * 4000)
        #expect(try text().contains("(396000 characters more)"))
    }

    @Test func `a storm is throttled in the file too, and its rest is told at the end`() throws {
        let log = log()
        for second in 0..<600 {
            log.write(
                LogLine(at(9, 15).advanced(by: .seconds(Int64(second))), .info, .feed, "connected, try \(second)")
            )
        }
        #expect(try text().split(separator: "\n").count == 10)
        log.finish()
        #expect(try text().hasSuffix("feed — 59 more like: connected, try 599\n"))
    }

    @Test func `whole lines from many tasks stand whole`() async throws {
        let log = log()
        let time = at(9, 15)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in 0..<100 { log.write(LogLine(time, .info, .orders, "task \(task) line \(number)")) }
                }
            }
        }
        let lines = try text().split(separator: "\n").compactMap { LogLine($0)?.message }
        #expect(Set(lines).count == 800)
    }
}
