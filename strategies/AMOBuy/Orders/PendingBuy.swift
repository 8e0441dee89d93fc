import SaudaCore

/// A buy of ours that is on its way (HIS-7). One per instrument.
struct PendingBuy: Hashable, Sendable {
    enum Purpose: Hashable, Sendable {
        case entry
        /// From the queue of failed orders.
        case retry
        /// At an RSI level: 30, 20, 10.
        case reentry(Int)
        /// Placed by hand for a candidate of ours and taken over.
        case adopted
    }

    var key: TargetKey
    var revision: UInt32 = 0
    var purpose: Purpose
    var quantity: Quantity
    /// What it is sized by: the close of its evening, or a pre-market price since.
    var price: Price
    /// Of a limit order; nil at the market.
    var limit: Price?
    /// Smaller than its capital allows because cash was short (REN-5).
    var isCut = false
    /// RSI10 of its evening, in 1/10,000 point.
    var rsi: Int64
    var verdict: String
    var placed: Timestamp
    /// Held without being tracked when it was placed (BUY-11).
    var preExisting: Quantity
    var filled = Quantity.zero

    var instrument: InstrumentID { key.instrument }
    var value: Money { (limit ?? price) * quantity }

    /// As it stands in the journal and in the trade list.
    var reason: String { purpose.reason }

    func target(expecting quantity: Quantity) -> Target {
        Target(
            key,
            revision: revision,
            .buy,
            quantity,
            limit.map { .limit($0) } ?? .market,
            timing: .nextOpen,
            reason: reason
        )
    }
}

extension PendingBuy.Purpose {
    var reason: String {
        switch self {
        case .entry: "RSI10_DIP"
        case .retry: "RSI10_DIP_RETRY"
        case .reentry(let level): "RSI10_REENTRY_\(level)"
        case .adopted: "RSI10_DIP_BY_HAND"
        }
    }

    /// Whether a trade that began for that reason is ours to average down.
    static func isOurs(_ reason: String) -> Bool { reason.hasPrefix("RSI10_") }

    var level: Int? { if case .reentry(let level) = self { level } else { nil } }

    fileprivate init?(reason: String) {
        let all: [Self] = [.entry, .retry, .reentry(30), .reentry(20), .reentry(10), .adopted]
        guard let fit = all.first(where: { $0.reason == reason }) else { return nil }
        self = fit
    }
}

// MARK: - As a memo

extension PendingBuy {
    var text: String {
        var text = MemoText()
        text["day"] = Int64(key.day.number)
        text["leg"] = Int64(key.leg)
        text["revision"] = Int64(revision)
        text.add("for", reason)
        text["qty"] = quantity.units
        text["price"] = price.raw
        text["limit"] = limit?.raw
        text["cut"] = isCut ? 1 : nil
        text["rsi"] = rsi
        text.add("verdict", verdict)
        text["placed"] = placed.microseconds
        text["held"] = preExisting.units
        text["filled"] = filled.units
        return text.description
    }

    /// - Parameter key: of its instrument, made for a day and a leg.
    init?(_ text: String, _ key: (Day, UInt16) -> TargetKey) {
        guard let memo = MemoText(text), let day = memo["day"].flatMap({ Int32(exactly: $0) }),
            let leg = memo["leg"].flatMap({ UInt16(exactly: $0) }),
            let purpose = memo.word("for").flatMap({ Purpose(reason: $0) }),
            let quantity = memo["qty"], let price = memo["price"], let placed = memo["placed"]
        else { return nil }
        self.init(
            key: key(Day(number: day), leg),
            revision: UInt32(exactly: memo["revision"] ?? 0) ?? 0,
            purpose: purpose,
            quantity: Quantity(quantity),
            price: Price(raw: price),
            limit: memo["limit"].map { Price(raw: $0) },
            isCut: memo["cut"] == 1,
            rsi: memo["rsi"] ?? 0,
            verdict: memo.word("verdict") ?? "",
            placed: Timestamp(microseconds: placed),
            preExisting: Quantity(memo["held"] ?? 0),
            filled: Quantity(memo["filled"] ?? 0)
        )
    }
}
