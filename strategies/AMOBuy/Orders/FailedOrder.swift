import SaudaCore

/// A recommendation that could not be bought for want of cash, waiting for another try (HIS-3). One per instrument.
struct FailedOrder: Hashable, Sendable {
    var instrument: InstrumentID
    var close: Price
    var quantity: Quantity
    /// What it would have cost.
    var required: Money
    /// Nil when the funds could not be learnt.
    var available: Money?
    var reason: String
    var verdict: String
    /// In 1/10,000 point.
    var rsi: Int64
    var ema9: Price
    var ema200: Price
    /// Nil when the memo could not be read: such an entry is never retried and goes with the next cleanup.
    var firstFailed: Timestamp?
    var lastRetry: Timestamp?
    var retries: Int64 = 0

    /// Nil when the funds could not be learnt.
    var shortfall: Money? { available.map { max(required - $0, .zero) } }
}

// MARK: - Its life

extension FailedOrder {
    /// What yesterday means (DEC-4).
    enum DayBasis: String, Hashable, Sendable, CaseIterable {
        /// As the seed has it: what failed on a Friday is dead on Monday.
        case calendar
        /// The trading day before today.
        case trading
    }

    struct Life: Hashable, Sendable {
        var mayRetry: Bool
        var isExpired: Bool
    }

    /// HIS-4, row by row.
    ///
    /// - Parameters:
    ///   - opening: when today's market opens, 09:15 on a normal day.
    ///   - lastSession: the trading day before today, where it is known.
    func life(
        at now: Timestamp,
        on today: Day,
        opening: Timestamp,
        lastSession: Day?,
        by basis: DayBasis
    ) -> Life {
        guard let failed = firstFailed?.day, failed <= today else { return Life(mayRetry: false, isExpired: true) }
        if failed == today { return Life(mayRetry: true, isExpired: false) }
        let yesterday = basis == .trading ? lastSession ?? today.advanced(by: -1) : today.advanced(by: -1)
        // What failed on a day without trading belongs to the session before it.
        let isYesterdays = basis == .trading ? failed >= yesterday : failed == yesterday
        let isAlive = isYesterdays && now < opening
        return Life(mayRetry: isAlive, isExpired: !isAlive)
    }
}

// MARK: - As a memo

extension FailedOrder {
    var text: String {
        var text = MemoText()
        text["close"] = close.raw
        text["qty"] = quantity.units
        text["required"] = required.raw
        text["have"] = available?.raw
        text.add("reason", reason)
        text.add("verdict", verdict)
        text["rsi"] = rsi
        text["ema9"] = ema9.raw
        text["ema200"] = ema200.raw
        text["first"] = firstFailed?.microseconds
        text["last"] = lastRetry?.microseconds
        text["retries"] = retries
        return text.description
    }

    /// What cannot be read has no time, and so never lives (HIS-4).
    init(_ text: String, of instrument: InstrumentID) {
        let memo = MemoText(text) ?? MemoText()
        self.init(
            instrument: instrument,
            close: Price(raw: memo["close"] ?? 0),
            quantity: Quantity(memo["qty"] ?? 0),
            required: Money(raw: memo["required"] ?? 0),
            available: memo["have"].map { Money(raw: $0) },
            reason: memo.word("reason") ?? "",
            verdict: memo.word("verdict") ?? "",
            rsi: memo["rsi"] ?? 0,
            ema9: Price(raw: memo["ema9"] ?? 0),
            ema200: Price(raw: memo["ema200"] ?? 0),
            firstFailed: memo["first"].map { Timestamp(microseconds: $0) },
            lastRetry: memo["last"].map { Timestamp(microseconds: $0) },
            retries: memo["retries"] ?? 0
        )
    }
}
