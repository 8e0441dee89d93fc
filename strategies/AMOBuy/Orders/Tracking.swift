import SaudaCore

/// What is known of a position of ours beyond the account's books: its RSI levels (REN) and where it came from (HIS-6).
struct Tracking: Hashable, Sendable {
    let instrument: InstrumentID
    var levels: ReentryLevels
    /// In 1/10,000 point; nil when it is not known.
    var entryRSI: Int64?
    /// Counts the resets (REN-4).
    var cycle: Int64 = 0
    /// A level that fired and was not bought: the next evening may fire it again.
    var missed: Int64?
    /// When each level fired last, by level / 10 - 1 (REN-4).
    var fired: [Day?] = [nil, nil, nil]
    var reentries: [Reentry] = []

    var since: Timestamp
    var entryType: String
    var verdict = ""
    /// Held before, and not ours to sell.
    var preExisting = Quantity.zero
    /// When the recommendation failed that a person bought later (BUY-13).
    var recommended: Timestamp?
    /// The trade's purchases as seen last.
    var bought = Quantity.zero
    var boughtValue = Money.zero

    /// REN-6.
    struct Reentry: Hashable, Sendable {
        var quantity: Quantity
        var level: Int64
        var rsi: Int64
        var price: Price
        var time: Timestamp
        var cycle: Int64
    }

    init(_ instrument: InstrumentID, entryRSI rsi: Int64?, since: Timestamp, entryType: String) {
        self.instrument = instrument
        entryRSI = rsi
        // Without a known entry nothing counts as taken, and `current` buys nothing more (REN-4).
        levels = ReentryLevels(entryRSI: rsi.map { Double($0) / 10_000 } ?? .nan)
        self.since = since
        self.entryType = entryType
    }

    func hasFired(_ level: Int, on day: Day) -> Bool { fired[Tracking.place(level)] == day }

    mutating func note(fired level: Int, on day: Day) { fired[Tracking.place(level)] = day }

    /// The level was bought: it counts as taken from now on (REN-6).
    mutating func take(_ reentry: Reentry) {
        levels.take(Int(reentry.level))
        if missed == reentry.level { missed = nil }
        reentries.append(reentry)
    }

    private static func place(_ level: Int) -> Int { min(max(level / 10 - 1, 0), 2) }
}

/// HIS-2's words for how a position began.
enum EntryType {
    static let recommended = "system_recommended"
    static let byHand = "manual_buy_of_bot_recommendation"
}

// MARK: - As memos

extension Tracking {
    /// Topic `levels`.
    var levelsText: String {
        var text = MemoText()
        text["30"] = levels.has30 ? 1 : 0
        text["20"] = levels.has20 ? 1 : 0
        text["10"] = levels.has10 ? 1 : 0
        text["reset"] = levels.isResetReady ? 1 : 0
        text["rsi"] = entryRSI
        text["cycle"] = cycle
        text["missed"] = missed
        for (index, day) in fired.enumerated() { text["fired\(index)"] = day.map { Int64($0.number) } }
        return text.description
    }

    /// Topic `tracking`.
    var trackingText: String {
        var text = MemoText()
        text["since"] = since.microseconds
        text.add("type", entryType)
        text.add("verdict", verdict)
        text["held"] = preExisting.units
        text["recommended"] = recommended?.microseconds
        text["bought"] = bought.units
        text["value"] = boughtValue.raw
        for part in reentries { text.add("re", part.text) }
        return text.description
    }

    /// Takes a memo of either topic in; one that cannot be read changes nothing. Returns whether it could.
    mutating func read(levels text: String) -> Bool {
        guard let memo = MemoText(text) else { return false }
        levels.has30 = memo["30"] == 1
        levels.has20 = memo["20"] == 1
        levels.has10 = memo["10"] == 1
        levels.isResetReady = memo["reset"] == 1
        entryRSI = memo["rsi"]
        cycle = memo["cycle"] ?? 0
        missed = memo["missed"]
        fired = (0..<3).map { memo["fired\($0)"].flatMap { Int32(exactly: $0) }.map(Day.init(number:)) }
        return true
    }

    /// Returns whether it could be read.
    mutating func read(tracking text: String) -> Bool {
        guard let memo = MemoText(text), let start = memo["since"] else { return false }
        since = Timestamp(microseconds: start)
        entryType = memo.word("type") ?? EntryType.recommended
        verdict = memo.word("verdict") ?? ""
        preExisting = Quantity(memo["held"] ?? 0)
        recommended = memo["recommended"].map { Timestamp(microseconds: $0) }
        bought = Quantity(memo["bought"] ?? 0)
        boughtValue = Money(raw: memo["value"] ?? 0)
        reentries = memo.words("re").compactMap { Reentry($0) }
        return true
    }
}

extension Tracking.Reentry {
    fileprivate var text: String {
        [quantity.units, level, rsi, price.raw, time.microseconds, cycle].map { "\($0)" }.joined(separator: "/")
    }

    fileprivate init?(_ text: String) {
        let parts = text.split(separator: "/").compactMap { Int64($0) }
        guard parts.count == 6 else { return nil }
        self.init(
            quantity: Quantity(parts[0]),
            level: parts[1],
            rsi: parts[2],
            price: Price(raw: parts[3]),
            time: Timestamp(microseconds: parts[4]),
            cycle: parts[5]
        )
    }
}
