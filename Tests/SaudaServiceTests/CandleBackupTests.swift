import Foundation
import SaudaCore
import SaudaService
import Testing

/// Minutes built from ticks, and the files they are kept in (FED-15).
@Suite struct CandleBackupTests {
    private let day = Day("2026-08-21")!
    private let infy = InstrumentID(index: 0)

    private func tick(_ hour: Int, _ minute: Int, _ second: Int, _ rupees: Int64, _ units: Int64 = 1) -> Tick {
        Tick(
            instrument: infy,
            price: Price(paise: rupees * 100),
            quantity: Quantity(units),
            exchangeTime: day.at(TimeOfDay(hour, minute, second)),
            source: .socket
        )
    }

    private func bars(_ ticks: [Tick]) -> MinuteBars {
        var bars = MinuteBars(count: 1)
        for tick in ticks { bars.add(tick, at: tick.exchangeTime) }
        return bars
    }

    @Test func `FED-15: bars are real minutes, built from ticks`() {
        let bars = bars([
            tick(9, 15, 1, 100), tick(9, 15, 30, 104, 5), tick(9, 15, 59, 99), tick(9, 17, 0, 101, 2),
        ])
        let minutes = bars[infy]
        #expect(minutes.map(\.start.time) == [TimeOfDay(9, 15), TimeOfDay(9, 17)])
        #expect(minutes[0].open == Price(paise: 10000) && minutes[0].high == Price(paise: 10400))
        #expect(minutes[0].low == Price(paise: 9900) && minutes[0].close == Price(paise: 9900))
        #expect(minutes[0].volume == Quantity(7) && minutes[1].volume == Quantity(2))
    }

    @Test func `a tick of an earlier minute, one without a price and a stranger's change nothing`() {
        var bars = bars([tick(9, 16, 0, 100)])
        let before = bars[infy]
        bars.add(tick(9, 15, 59, 90), at: day.at(TimeOfDay(9, 16, 1)))
        bars.add(tick(9, 16, 2, 0), at: day.at(TimeOfDay(9, 16, 2)))
        var stranger = tick(9, 16, 3, 90)
        stranger.instrument = InstrumentID(index: 7)
        bars.add(stranger, at: stranger.exchangeTime)
        #expect(bars[infy] == before)
    }

    @Test func `a tick without a time of the exchange counts when it came`() {
        var bars = MinuteBars(count: 1)
        var tick = tick(9, 15, 0, 100)
        tick.exchangeTime = Timestamp(microseconds: 0)
        bars.add(tick, at: day.at(TimeOfDay(9, 20, 5)))
        #expect(bars[infy].map(\.start.time) == [TimeOfDay(9, 20)])
    }

    @Test func `the day's bar is the sum of its minutes`() throws {
        let bars = bars([tick(9, 15, 1, 100), tick(10, 0, 0, 120, 3), tick(15, 29, 59, 90)])
        let whole = try #require(bars.day(of: infy))
        #expect(whole.start == day.at(TimeOfDay(0, 0)))
        #expect(whole.open == Price(paise: 10000) && whole.close == Price(paise: 9000))
        #expect(whole.high == Price(paise: 12000) && whole.low == Price(paise: 9000))
        #expect(whole.volume == Quantity(5) && whole.isConsistent)
        #expect(MinuteBars(count: 1).day(of: infy) == nil)
    }

    private struct File: Decodable {
        var symbol: String
        var day: String
        var count: Int
        var first: String?
        var last: String?
        var candles: [Row]

        enum CodingKeys: String, CodingKey {
            case symbol, candles
            case day = "backup_date"
            case count = "candle_count"
            case first = "first_candle"
            case last = "last_candle"
        }

        struct Row: Decodable {
            var timestamp: String
            var open: Double
            var volume: Int
        }
    }

    @Test func `FED-15: a file a symbol and day, named and shaped as the rule says`() throws {
        let folder = ScratchFolder()
        let backup = CandleBackup(home: folder.path)
        let minutes = bars([tick(9, 15, 1, 100), tick(9, 16, 0, 101)])[infy]
        try backup.write([("M&M \"x\"/\\", minutes), ("EMPTY", [])], of: day)
        let place = "\(folder.path)/candles/2026-08-21"
        let names = try FileManager.default.contentsOfDirectory(atPath: place)
        #expect(names.count == 1)
        let path = "\(place)/\(names[0])"
        #expect(names[0].hasSuffix("_candles_2026-08-21.json"))
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let file = try JSONDecoder().decode(File.self, from: bytes)
        #expect(file.symbol == "M&M \"x\"/\\" && file.day == "2026-08-21" && file.count == 2)
        #expect(file.first == file.candles.first?.timestamp && file.last == file.candles.last?.timestamp)
        #expect(file.candles[1].open == 101 && file.candles[1].volume == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `old days are removed, and nothing that is not a backup`() throws {
        let folder = ScratchFolder()
        let backup = CandleBackup(home: folder.path)
        let minutes = bars([tick(9, 15, 1, 100)])[infy]
        for age in [0, 30, 31, 400] { try backup.write([("INFY", minutes)], of: day.advanced(by: -age)) }
        let kept = "\(folder.path)/candles/\(day.advanced(by: -400))/note.txt"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: kept))
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/candles/other",
            withIntermediateDirectories: true
        )
        try backup.prune(before: day)
        let left = try Set(FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/candles"))
        #expect(left == ["\(day)", "\(day.advanced(by: -30))", "\(day.advanced(by: -400))", "other"])
        #expect(FileManager.default.fileExists(atPath: kept))
    }
}
