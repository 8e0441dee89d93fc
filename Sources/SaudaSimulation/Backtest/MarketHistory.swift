public import SaudaCore

/// The candles a simulation plays: by instrument index, oldest first.
public struct MarketHistory: Sendable {
    public package(set) var daily: [[Candle]] { didSet { table = nil } }
    /// Minutes where there are any; a day that has some is played from them, the others from the daily candle.
    public package(set) var minutes: [[Candle]]

    public init(daily: [[Candle]], minutes: [[Candle]]) {
        self.daily = daily
        self.minutes = minutes
        for index in minutes.indices where daily[index].isEmpty { self.daily[index] = Self.days(of: minutes[index]) }
    }

    /// The daily candles by day, where they were laid out for several runs; otherwise each run reads a few days ahead.
    private(set) var table: DayTable?

    /// Lays the daily candles out by day, once for all runs over this history. Takes as much memory again.
    package mutating func share() { table = DayTable(of: daily) }

    /// A number that other candles have another of, in all likelihood; no protection against intent.
    package var fingerprint: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ word: Int64) {
            hash = (hash ^ UInt64(bitPattern: word)) &* 0x9e37_79b9_7f4a_7c15
            hash ^= hash >> 29
        }
        for candles in daily + minutes {
            add(Int64(candles.count))
            for candle in candles {
                add(candle.start.microseconds)
                add(candle.open.raw)
                add(candle.high.raw)
                add(candle.low.raw)
                add(candle.close.raw)
                add(candle.volume.units)
            }
        }
        return hash
    }

    public var hasMinutes: Bool { minutes.contains { !$0.isEmpty } }

    /// Every day on which something has a candle, within the range, in order.
    public func days(from first: Day?, to last: Day?) -> [Day] {
        if let table { return table.days.filter { $0 >= first ?? $0 && $0 <= last ?? $0 } }
        var least = Int32.max
        var most = Int32.min
        for candles in daily {
            if let day = candles.first?.start.day { least = min(least, day.number) }
            if let day = candles.last?.start.day { most = max(most, day.number) }
        }
        least = max(least, first?.number ?? least)
        most = min(most, last?.number ?? most)
        guard least <= most else { return [] }
        var isTraded = Array(repeating: false, count: Int(most - least) + 1)
        for candles in daily {
            for candle in candles {
                let day = candle.start.day.number
                if day >= least, day <= most { isTraded[Int(day - least)] = true }
            }
        }
        return isTraded.indices.filter { isTraded[$0] }.map { Day(number: least + Int32($0)) }
    }

    /// Makes daily candles of minutes.
    public static func days(of minutes: [Candle]) -> [Candle] {
        var days: [Candle] = []
        for minute in minutes {
            let midnight = minute.start.day.at(TimeOfDay(0, 0))
            guard var day = days.last, day.start == midnight else {
                var day = minute
                day.start = midnight
                days.append(day)
                continue
            }
            day.high = max(day.high, minute.high)
            day.low = min(day.low, minute.low)
            day.close = minute.close
            day.volume += minute.volume
            days[days.count - 1] = day
        }
        return days
    }
}
