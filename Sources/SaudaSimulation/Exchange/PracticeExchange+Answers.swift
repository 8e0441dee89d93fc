public import SaudaCore

extension PracticeExchange {
    /// Answers a question with what is known at this moment.
    public func answer(_ question: Question) -> Answer {
        switch question {
        case .history:
            return .failure("the practice exchange keeps no history; give the history its own source")
        case .quote(let instrument):
            let trade = last[Int(instrument.index)]
            guard trade.price.raw > 0 else { return .failure("no trade yet") }
            return .quote(
                Tick(instrument: instrument, price: trade.price, exchangeTime: trade.time, source: .simulated)
            )
        case .funds(let account):
            return .funds(available: accounts[Int(account.index)].cash - blocked[Int(account.index)])
        case .holdings(let account):
            return .holdings(holdings(of: Int(account.index)))
        case .orderBook(let account):
            return .orderBook(openOrders(of: account))
        case .study, .fundamentals, .headlines:
            return .failure("an exchange knows nothing of that")
        }
    }

    /// Shares that can be delivered: what was bought today is not among them (T+1).
    private func holdings(of account: Int) -> [HoldingRow] {
        accounts[account].held.compactMap { id in
            let position = accounts[account].position(id)
            guard position.settled.units > 0 else { return nil }
            return HoldingRow(instrument: id, quantity: position.settled, average: position.average)
        }
    }

    private func openOrders(of account: AccountID) -> [ForeignOrder] {
        (books.joined() + queued).filter { $0.request.account == account }.map { $0.seen(as: .open) }
    }
}
