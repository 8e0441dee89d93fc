import Foundation
import SaudaCore
import SaudaService
import Testing

/// LOG-1: the form of a line.
@Suite struct LogLineTests {
    private static let time = Day(year: 2026, month: 11, day: 20)!.at(TimeOfDay(9, 15))
    private static let hostile = [
        "", " ", "—", " — ", "a — INFO — b — c", "\n", "two\nlines\r\nthree", "tab\there", "\\n is no line end", "\\",
        "\\u{41}", "\u{0}\u{1B}[2J\u{7F}", "\u{85}\u{2028}\u{2029}", "\u{202E}evil\u{202C}", "\u{301}mark first",
        "{\"level\":\"error\"}", "\"quoted\" and \\\"escaped\\\"", "\u{FEFF}bom", "\u{E0041}tag", "रिलायंस\u{200D}",
        "ends\\",
        "2026-11-20 09:15:00 — ERROR — orders — forged", "👩‍👩‍👧",
    ]

    @Test func `LOG-1: a line is time, level, module and message between long dashes`() {
        let line = LogLine(Self.time, .info, .orders, "place: BUY INFY 10 at 1500.00")
        #expect(line.text == "2026-11-20 09:15:00 — INFO — orders — place: BUY INFY 10 at 1500.00")
        #expect(
            line.json == #"{"time":"2026-11-20T09:15:00+05:30","level":"info","module":"orders","#
                + #""message":"place: BUY INFY 10 at 1500.00"}"#
        )
        #expect(LogLine(Self.time, .critical, "x", "").text == "2026-11-20 09:15:00 — CRITICAL — x — ")
    }

    @Test("a hostile text stays on its line and comes back in both forms", arguments: hostile)
    func roundTrip(text: String) throws {
        for line in [
            LogLine(Self.time, .warning, "link", text), LogLine(Self.time, .error, text, "and \(text)"),
            LogLine(Self.time.advanced(by: TimeSpan(microseconds: -1)), .debug, text, text),
        ] {
            for form in [line.text, line.json] {
                #expect(
                    form.unicodeScalars.allSatisfy { scalar in
                        switch scalar.properties.generalCategory {
                        case .control, .lineSeparator, .paragraphSeparator: false
                        default: true
                        }
                    }
                )
            }
            let read = try #require(LogLine(line.text), "\(line.text)")
            #expect(read.time == line.time.day.at(line.time.time))
            #expect(read.level == line.level)
            #expect(Array(read.module.utf8) == Array(line.module.utf8))
            #expect(Array(read.message.utf8) == Array(line.message.utf8))
            let json = try #require(LogLine(line.json), "\(line.json)")
            #expect(json.time == line.time && json.level == line.level)
            #expect(Array((json.module + json.message).utf8) == Array((line.module + line.message).utf8))
        }
    }

    @Test("other programs read the JSON form", arguments: hostile)
    func foundation(text: String) throws {
        let line = LogLine(Self.time, .warning, "link", text)
        let members = try #require(try JSONSerialization.jsonObject(with: Data(line.json.utf8)) as? [String: String])
        #expect(members.keys.sorted() == ["level", "message", "module", "time"])
        #expect(Array((members["message"] ?? "?").utf8) == Array(text.utf8))
    }

    @Test(
        "what no log writes is refused",
        arguments: [
            "", "Traceback (most recent call last):", "2026-11-20 09:15:00 - INFO - orders - hyphens",
            "2026-11-20 09:15:00 — INFO — two fields", "2026-11-20 09:15 — INFO — orders — no seconds",
            "2026-02-30 09:15:00 — INFO — orders — no such day", "2026-11-20 24:15:00 — INFO — orders — no such hour",
            "2026-11-20 09:15:00 — info — orders — small letters", "2026-11-20 09:15:00 — NOTICE — orders — no level",
            "2026-11-20 09:15:00 — INFO — orders — a bad \\x escape", "2026-11-20 09:15:00 — INFO — orders — cut \\",
            " 2026-11-20 09:15:00 — INFO — orders — indented", "2026-11-20 09:15:00 — INFO — orders — raw \u{1B}[2J",
            "{}", "{", "{\"time\":\"2026-11-20T09:15:00+05:30\",\"level\":\"info\",\"module\":\"m\"}",
            "{\"time\":\"2026-11-20T09:15:00Z\",\"level\":\"info\",\"module\":\"m\",\"message\":\"\"}",
            "{\"time\":\"2026-11-20T09:15:00+05:30\",\"level\":\"loud\",\"module\":\"m\",\"message\":\"\"}",
            "{\"time\":\"2026-11-20T09:15:00+05:30\",\"level\":\"info\",\"module\":\"m\",\"message\":\"\",\"x\":\"\"}",
        ]
    )
    func refused(line: String) { #expect(LogLine(line) == nil) }
}
