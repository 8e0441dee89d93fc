import Foundation
import SaudaCore

/// Reads price history the plain way, with strings and Foundation's calendar: slow, and sharing nothing with
/// `CandleFile` but the words.
enum SlowParser {
    /// Nil when any row is refused.
    static func candles(_ bytes: some Collection<UInt8>) -> [Candle]? {
        var bytes = Array(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
        if bytes.last == 10 { lines.removeLast() }
        let isDaily = lines.first == String(dayHeader.dropLast())
        guard isDaily || lines.first == String(minuteHeader.dropLast()) else { return nil }
        var candles: [Candle] = []
        for line in lines.dropFirst() {
            guard let candle = candle(line, isDaily: isDaily), candle.isConsistent else { return nil }
            if let last = candles.last, candle.start <= last.start { return nil }
            candles.append(candle)
        }
        return candles.isEmpty ? nil : candles
    }

    private static func candle(_ line: String, isDaily: Bool) -> Candle? {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 6, let seconds = isDaily ? midnight(fields[0]) : minute(fields[0]) else { return nil }
        let prices = fields[1...4].compactMap(price)
        guard prices.count == 4, isDigits(fields[5]), fields[5].count <= 15, let volume = Int64(fields[5]) else {
            return nil
        }
        return Candle(
            start: Timestamp(microseconds: seconds * 1_000_000),
            open: prices[0],
            high: prices[1],
            low: prices[2],
            close: prices[3],
            volume: Quantity(volume)
        )
    }

    private static func price(_ text: String) -> Price? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, isDigits(parts[0]), parts[0].count <= 8 else { return nil }
        if parts.count == 2 { guard isDigits(parts[1]), parts[1].count <= 4 else { return nil } }
        let decimals = parts.count == 2 ? parts[1] : ""
        let padded = decimals + String(repeating: "0", count: 4 - decimals.count)
        guard let raw = Int64(parts[0] + padded), raw > 0, raw <= 100_000_000_000 else { return nil }
        return Price(raw: raw)
    }

    private static func minute(_ text: String) -> Int64? {
        if isDigits(text) {
            guard (9...10).contains(text.utf8.count), let seconds = Int64(text), seconds % 60 == 0 else { return nil }
            return seconds
        }
        let parts = text.split(separator: "T", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[1].hasSuffix(":00+05:30"), let start = midnight(parts[0]) else { return nil }
        let clock = parts[1].dropLast(9).split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard
            clock.count == 2, clock.allSatisfy({ isDigits($0) && $0.utf8.count == 2 }), let hour = Int64(clock[0]),
            let minute = Int64(clock[1]), hour < 24, minute < 60
        else { return nil }
        return start + hour * 3600 + minute * 60
    }

    private static let calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 19_800) ?? .gmt
        return calendar
    }()

    /// Midnight IST in seconds since 1970.
    private static func midnight(_ text: String) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy(isDigits) else { return nil }
        let numbers = parts.compactMap { Int($0) }
        let (year, month, day) = (numbers[0], numbers[1], numbers[2])
        let date = DateComponents(calendar: calendar, timeZone: calendar.timeZone, year: year, month: month, day: day)
        guard (1900...2200).contains(year), date.isValidDate, let midnight = date.date else { return nil }
        return Int64(midnight.timeIntervalSince1970)
    }

    private static func isDigits(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }
}
