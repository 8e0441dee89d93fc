import SaudaCore

// The broker's holdings against what we track, in the morning and in the evening (SEL-12).

extension EMA9Sell {
    /// A list that lacks shares may be one of a broker's bad minutes: only the third in a row counts, a minute apart.
    private static let answersThatCount = 3
    private static let pause = TimeSpan.seconds(60)

    mutating func askHoldings(on desk: inout Desk) {
        shortAnswers = 0
        if !watches.isEmpty { holdingsRequest = desk.fetch(.holdings(desk.account)) }
    }

    mutating func askHoldingsAgain(on desk: inout Desk) {
        guard desk.now >= holdingsDue else { return }
        holdingsDue = .distantFuture
        guard let today, !today.isOpen(at: desk.now), !watches.isEmpty else { return }
        holdingsRequest = desk.fetch(.holdings(desk.account))
    }

    /// Whether to wait for another answer; in the last minutes before the open the one at hand has to do.
    private mutating func isDoubted(_ rows: [HoldingRow], _ today: TradingDay, on desk: inout Desk) -> Bool {
        guard lacksShares(rows, on: desk) else { return false }
        shortAnswers += 1
        let next = desk.now.advanced(by: Self.pause)
        guard shortAnswers < Self.answersThatCount, !today.isOpen(at: next) else { return false }
        desk.note(.seen, "holdings-short", nil, "the broker lists fewer shares than are tracked; it is asked again")
        holdingsDue = next
        desk.wake(at: next, label: Label.holdings.rawValue)
        return true
    }

    private func lacksShares(_ rows: [HoldingRow], on desk: Desk) -> Bool {
        watches.contains { watch in
            guard watch.daily.target == nil, let trade = desk.book.openTrade(in: watch.instrument),
                !isTooRecent(watch.lastFill, on: desk)
            else { return false }
            let position = desk.book.position(trade.instrument)
            return position.unsettled.isEmpty && held(trade.instrument, in: rows) < position.quantity
        }
    }

    private func held(_ instrument: InstrumentID, in rows: [HoldingRow]) -> Quantity {
        rows.reduce(.zero) { $0 + ($1.instrument == instrument ? $1.quantity : .zero) }
    }

    /// Holdings lag a day: a position bought or sold in the last session is left out, and so is one with an order.
    ///
    /// Fewer at the broker: the trade follows. None at the broker: nothing is sold and a person is told, because one
    /// source alone does not close a trade.
    mutating func reconcile(with rows: [HoldingRow], on desk: inout Desk) {
        guard let today, !today.isOpen(at: desk.now) else { return }
        if isDoubted(rows, today, on: &desk) { return }
        for index in watches.indices where watches[index].daily.target == nil {
            guard let trade = desk.book.openTrade(in: watches[index].instrument) else { continue }
            watches[index].see(trade, on: desk.day)
            if isTooRecent(watches[index].lastFill, on: desk) { continue }
            let position = desk.book.position(trade.instrument)
            guard position.unsettled.isEmpty else { continue }
            compare(
                index,
                trade,
                expected: position.quantity,
                held: held(trade.instrument, in: rows),
                on: &desk
            )
        }
    }

    /// In the evening today's fills are too recent, in the morning the last session's as well; when that is not known,
    /// those of the last four days, a long weekend.
    private func isTooRecent(_ fill: Day, on desk: Desk) -> Bool {
        guard let today, desk.now < today.open else { return fill >= desk.day }
        return fill >= yesterday ?? today.day.advanced(by: -4)
    }

    private mutating func compare(
        _ index: Int,
        _ trade: Trade,
        expected: Quantity,
        held: Quantity,
        on desk: inout Desk
    ) {
        let missing = expected - held
        let name = desk.instruments[trade.instrument].name
        if missing < .zero {
            desk.note(.seen, "manual-buy", trade.instrument, "\(-missing) more at the broker; they are not sold")
        } else if held == .zero {
            watches[index].daily.isLeftAlone = true
            desk.alert(
                .critical,
                "holdings-gone",
                trade.instrument,
                "\(name): the broker holds none; nothing is sold today, check and correct the positions."
            )
        } else if missing > .zero {
            let gone = min(missing, trade.quantity)
            let price = lastKnownPrice(index, trade, on: desk)
            desk.closeTrade(trade.instrument, quantity: gone, at: price, reason: "MANUAL_SELL")
            desk.alert(
                .warning,
                "manual-sell",
                trade.instrument,
                "\(name): \(gone) fewer at the broker; tracking follows."
            )
        }
    }
}
