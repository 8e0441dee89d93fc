import SaudaCore

// The orders of a session, and what cannot be said of them.

extension SessionPlanner {
    func account(_ id: AccountID) -> SessionPlan.Account {
        let (desk, index) = (rehearsal.engine.desk, Int(id.index))
        let expected = rehearsal.placed.filter { $0.request.account == id && isKnown($0.request.instrument) }
        let new = Set(rehearsal.placed.map(\.request.id))
        let waiting = desk.openOrders.filter { $0.key.account == id && !new.contains($0.id) }
        let buys = expected.filter { $0.request.side == .buy }
            .reduce(Money.zero) { $0 + rehearsal.value(of: $1.request.terms, $1.request.instrument) }
        let needed = buys + rehearsal.setAside(id)
        let book = desk.books[index]
        return SessionPlan.Account(
            name: basis.accounts[index].name,
            cash: Amount(book.cash),
            asOf: basis.hasBegun ? "the day as far as it went" : basis.opening.note,
            needed: Amount(needed),
            isEnough: needed <= book.cash,
            positions: book.held.map { position($0, book) },
            waiting: waiting.map { order($0) },
            expected: expected.map { order($0) }
        )
    }

    private func position(_ id: InstrumentID, _ book: AccountBook) -> SessionPlan.Position {
        let (position, close) = (book.position(id), lastClose(of: id))
        return SessionPlan.Position(
            symbol: basis.instruments[id].symbol,
            quantity: position.quantity.units,
            average: Amount(position.average),
            close: close.map { Amount($0.price) },
            closesTo: close.map { "\($0.day)" },
            isTracked: book.openTrade(in: id) != nil
        )
    }

    /// After the analysis it is the session's own.
    private func lastClose(of id: InstrumentID) -> (price: Price, day: Day)? {
        let last = rehearsal.engine.desk.market[id]
        if hasAnalysis, last.day == basis.day, last.last > .zero { return (last.last, basis.day) }
        guard let close = basis.close(of: id), let day = basis.through(id) else { return nil }
        return (close, day)
    }

    private func order(_ placed: SessionRehearsal.Placed) -> SessionPlan.Order {
        let request = placed.request
        return order(
            at: Self.minute(placed.at),
            request.account,
            request.strategy,
            request.side,
            request.instrument,
            request.terms,
            request.terms.quantity,
            request.variety,
            request.reason,
            request.side == .sell
                ? "computed again with the price at \(Self.minute(placed.at)), then each minute"
                : request.variety == .afterMarket ? "waits for the next opening" : ""
        )
    }

    private func order(_ open: OpenOrder) -> SessionPlan.Order {
        order(
            at: open.placed < basis.day ? Self.minute(lines.hours.open) : "now",
            open.key.account,
            open.key.strategy,
            open.side,
            open.key.instrument,
            open.terms,
            open.terms.quantity - open.filled,
            open.variety,
            open.reason,
            open.placed < basis.day ? "waits since \(open.placed) for the opening" : "at the broker"
        )
    }

    private func order(
        at: String,
        _ account: AccountID,
        _ strategy: StrategyID,
        _ side: Side,
        _ instrument: InstrumentID,
        _ terms: OrderTerms,
        _ quantity: Quantity,
        _ variety: OrderRequest.Variety,
        _ reason: String,
        _ note: String
    ) -> SessionPlan.Order {
        let value = rehearsal.value(of: terms, instrument, filled: terms.quantity - quantity)
        return SessionPlan.Order(
            at: at,
            account: basis.accounts[Int(account.index)].name,
            strategy: basis.strategies[Int(strategy.index)].name,
            side: "\(side)",
            symbol: basis.instruments[instrument].symbol,
            quantity: quantity.units,
            limit: terms.limit > .zero ? Amount(terms.limit) : nil,
            value: value > .zero ? Amount(value) : nil,
            variety: variety == .afterMarket ? "after-market" : "regular",
            reason: reason,
            closesTo: lastClose(of: instrument).map { "\($0.day)" },
            note: note
        )
    }

    // MARK: - What is not known

    /// Whether the closes reach to the last session: on older ones no order is computed.
    private func isKnown(_ id: InstrumentID) -> Bool {
        hasAnalysis || basis.through(id).map { $0 >= basis.lastSession } ?? false
    }

    /// What is held, ordered or waits for cash, and so needs candles.
    private var needed: [InstrumentID] {
        let desk = rehearsal.engine.desk
        let ids =
            desk.books.flatMap(\.held) + desk.openOrders.map(\.key.instrument)
            + rehearsal.placed.map(\.request.instrument)
        return Set(ids).sorted()
    }

    var notPlaced: [SessionPlan.Remark] {
        var seen: Set<String> = []
        let notes = rehearsal.notes.map { ($0.strategy, $0.instrument, $0.code, $0.text) }
        let alerts = rehearsal.alerts.compactMap { alert in
            alert.strategy.map { ($0, alert.instrument, alert.code, alert.text) }
        }
        return (notes + alerts).compactMap { strategy, instrument, code, text in
            if let instrument, !isKnown(instrument) { return nil }
            guard seen.insert("\(strategy.index) \(instrument?.index ?? .max) \(code)").inserted else { return nil }
            return remark(strategy, instrument, code, text)
        }
    }

    func remark(_ id: StrategyID, _ instrument: InstrumentID?, _ code: String, _ text: String) -> SessionPlan.Remark {
        SessionPlan.Remark(
            strategy: basis.strategies[Int(id.index)].name,
            symbol: instrument.map { basis.instruments[$0].symbol },
            code: code,
            text: text
        )
    }

    var unknown: [SessionPlan.Unknown] {
        var list: [SessionPlan.Unknown] = []
        for id in needed where !isKnown(id) {
            let symbol = basis.instruments[id].symbol
            let reach = basis.through(id).map { "its closes end on \($0), \(basis.lastSession) is missing" }
            list.append(
                SessionPlan.Unknown(
                    what: "what becomes of \(symbol): \(reach ?? "there are no daily candles of it") (\(basis.source))",
                    command: basis.remedy.replacing("SYMBOL", with: symbol)
                )
            )
        }
        if !hasAnalysis {
            let time = Self.minute(Job.analysis.time(on: lines.hours))
            for chosen in basis.strategies {
                let duties = chosen.plugin.duties?(lines.hours, chosen.parameters) ?? []
                guard duties.contains(where: { $0.when == .job(.analysis) }) else { continue }
                list.append(
                    SessionPlan.Unknown(
                        what:
                            "what \(chosen.name) buys in the evening: the analysis of \(basis.day), \(time), finds it",
                        command: basis.isPaper
                            ? "sauda task analysis --day \(basis.day)"
                            : "sauda plan --day \(basis.day)  (after \(time))"
                    )
                )
            }
        }
        if !basis.isPaper, !basis.hasBegun {
            list.append(
                SessionPlan.Unknown(
                    what: "cash and shares as the broker has them in the morning; shown are the books",
                    command: "sauda funds; sauda holdings"
                )
            )
        }
        return list
    }
}
