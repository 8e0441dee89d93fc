import SaudaCore

// What the world would say, as far as it is known on this machine.

extension SessionRehearsal {
    func answer(_ question: Question, _ basis: SessionBasis) -> Answer {
        switch question {
        case .history(let id, let days):
            let first = basis.day.advanced(by: -Int(days))
            let candles = basis.daily[Int(id.index)].filter { $0.start.day >= first && $0.start.day < basis.day }
            return candles.isEmpty ? .failure("no daily candles are on this machine") : .candles(candles)
        case .quote: return .failure("there is no price of the session yet")
        case .funds(let account): return .funds(available: available(account))
        case .holdings(let account):
            let book = engine.desk.books[Int(account.index)]
            return .holdings(
                book.held.compactMap { id in
                    let position = book.position(id)
                    guard position.settled > .zero else { return nil }
                    return HoldingRow(instrument: id, quantity: position.settled, average: position.average)
                }
            )
        case .orderBook(let account): return .orderBook(orders(of: account))
        case .study, .fundamentals, .headlines: return .failure("the evening's research is not done ahead")
        }
    }

    /// Cash that no open buy has set aside, as the practice exchange has it.
    func available(_ account: AccountID) -> Money {
        engine.desk.books[Int(account.index)].cash - setAside(account)
    }

    /// What open buys may cost.
    func setAside(_ account: AccountID) -> Money {
        engine.desk.openOrders.filter { $0.key.account == account && $0.side == .buy && $0.brokerID != nil }
            .reduce(.zero) { $0 + value(of: $1.terms, $1.key.instrument, filled: $1.filled) }
    }

    /// At the limit, or at the last close for an order at the market.
    func value(of terms: OrderTerms, _ id: InstrumentID, filled: Quantity = .zero) -> Money {
        let price = terms.limit > .zero ? terms.limit : engine.desk.market[id].lastKnown
        return price * (terms.quantity - filled)
    }

    private func orders(of account: AccountID) -> [ForeignOrder] {
        engine.desk.openOrders.compactMap { order in
            guard order.key.account == account, let id = order.brokerID else { return nil }
            return ForeignOrder(
                account: account,
                id: id,
                instrument: order.key.instrument,
                side: order.side,
                product: order.product,
                terms: order.terms,
                filled: order.filled,
                value: .zero,
                status: .open
            )
        }
    }
}
