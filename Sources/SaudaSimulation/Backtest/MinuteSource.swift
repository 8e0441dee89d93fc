import SaudaCore

/// The minutes of one instrument's day, made into prices one at a time and only while somebody waits for them.
struct MinuteSource: Sendable {
    let instrument: InstrumentID
    private let minutes: ArraySlice<Candle>
    private var place: Int
    /// Nobody waited when the last of its prices had been played.
    var isPaused = false

    init(_ instrument: InstrumentID, _ minutes: ArraySlice<Candle>) {
        self.instrument = instrument
        self.minutes = minutes
        place = minutes.startIndex
    }

    /// When the first minute begins whose prices were not made yet; `distantFuture` behind the last.
    var next: Timestamp { place < minutes.endIndex ? minutes[place].start : .distantFuture }

    /// Leaves out the minutes before the last one that begins before `start`.
    mutating func skip(before start: Timestamp) {
        while place + 1 < minutes.endIndex, minutes[place + 1].start < start { place += 1 }
    }

    /// Takes the next minute, and the number of its first price: four for each candle of the day.
    mutating func take() -> (minute: Candle, number: Int) {
        defer { place += 1 }
        return (minutes[place], (place - minutes.startIndex) * 4)
    }
}
