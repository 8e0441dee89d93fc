package import SaudaCore

/// The benchmark: the universe bought once and never sold.
package enum BuyAndHold {
    /// One symbol's closes, adjusted for splits and bonuses, in ascending order of days.
    package struct Series: Sendable {
        package var symbol: String
        package var closes: [(day: Day, close: Price)]

        package init(symbol: String, closes: [(day: Day, close: Price)]) {
            self.symbol = symbol
            self.closes = closes
        }
    }

    /// Returns the worth of `capital` on each of `days`, put in equal parts into the names that could be bought on
    /// the first of them.
    ///
    /// - A name takes part when it has a close on or before the first day and one on or after it; it is bought at its
    ///   latest close then. Names listed later join with nothing, names that ended earlier are left out.
    /// - Between closes, and after the last one, a name stands at its latest close. Nothing is rebalanced.
    /// - Fractions of shares, no charges, no dividends. Each name is cut to 1/10,000 rupee, downwards.
    ///
    /// Empty when no name takes part or there are no days. The cost is closes plus days times names.
    /// - Throws: a refusal when days or closes are out of order, or a close is not positive.
    package static func curve(
        of universe: [Series],
        on days: [Day],
        capital: Money
    ) throws(ReportRefusal) -> [EquityPoint] {
        try days.requireAscending("the days of the benchmark")
        guard let start = days.first else { return [] }
        var members: [Member] = []
        for series in universe {
            let closes = series.closes
            try closes.map(\.day).requireAscending("the closes of \(series.symbol)")
            if let wrong = closes.first(where: { $0.close <= .zero }) {
                throw ReportRefusal(
                    description: "\(series.symbol): the close of \(wrong.day) is not positive; check the price file."
                )
            }
            guard let last = closes.last, last.day >= start, let bought = closes.lastIndex(where: { $0.day <= start })
            else { continue }
            members.append(Member(closes: closes, position: bought))
        }
        guard !members.isEmpty else { return [] }

        let bought = members.map { Int128($0.closes[$0.position].close.raw) }
        let parts = equalParts(of: capital, count: members.count)
        return days.map { day in
            var worth: Int128 = 0
            for index in members.indices {
                worth += parts[index] * Int128(members[index].close(on: day).raw) / bought[index]
            }
            let equity = Money(raw: Int64(clamping: worth))
            return EquityPoint(day: day, equity: equity, invested: equity)
        }
    }

    /// A name and where in its closes the benchmark stands.
    private struct Member {
        var closes: [(day: Day, close: Price)]
        var position: Int

        /// The latest close up to `day`; days are asked for in ascending order.
        mutating func close(on day: Day) -> Price {
            while position + 1 < closes.count, closes[position + 1].day <= day { position += 1 }
            return closes[position].close
        }
    }

    /// In 1/10,000 rupee; they add up to `capital`, what does not divide goes to the first ones.
    private static func equalParts(of capital: Money, count: Int) -> [Int128] {
        let (part, rest) = capital.raw.quotientAndRemainder(dividingBy: Int64(count))
        return (0..<Int64(count)).map { Int128(part + ($0 < rest ? 1 : 0)) }
    }
}

extension [Day] {
    /// Throws when a day does not come after the one before it.
    func requireAscending(_ what: String) throws(ReportRefusal) {
        for (before, after) in zip(self, dropFirst()) where after <= before {
            throw ReportRefusal(
                description: "\(what): \(after) stands after \(before); sort them and remove repeated days."
            )
        }
    }
}
