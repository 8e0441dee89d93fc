import SaudaBroker
import SaudaCore

// How a day begins: with what the brokers and the books say, or where its journal ends.

extension LiveDay {
    func begin() async throws {
        let accounts = try await brokersWord()
        let morning = LiveMorning(
            plan.day,
            plan.calendar,
            accounts,
            plan.handover,
            closes: await closes(),
            plan.instruments,
            unlisted: plan.unlisted
        )
        for kind in morning.events { try post(kind) }
        for order in morning.waiting { links[Int(order.request.account.index)].post(.adopt(order)) }
        for text in morning.warnings { notices(LinkNotice(.warning, "morning", text), clock.now) }
        openingEquity = desk.books.reduce(.zero) { $0 + $1.equity(atCloses: desk.market) }
        try post(.dayStarted(plan.hours))
    }

    private func brokersWord() async throws -> [LiveMorning.Account] {
        var accounts: [LiveMorning.Account] = []
        for (index, link) in links.enumerated() {
            let id = AccountID(index: UInt16(index))
            guard case .funds(let cash) = try await link.ask(.funds),
                case .positions(let traded) = try await link.ask(.positions),
                case .orders(let book) = try await link.ask(.orderBook)
            else { continue }
            var account = LiveMorning.Account(
                id: id,
                name: plan.accounts[index].name,
                cash: cash,
                held: try await holdings(of: link, id),
                traded: traded,
                orders: book,
                sellsHeld: plan.sellsHeld.contains(id)
            )
            for order in plan.handover?.doubted ?? [] where order.request.account == id {
                let prefix = DeskTag.prefix(
                    home: plan.home,
                    account: account.name,
                    owner: DeskTag.desk,
                    day: order.placed
                )
                account.tags[order.request.id] = OrderTag.text(order.request.id, prefix: prefix)
            }
            accounts.append(account)
        }
        return accounts
    }

    /// A list that is empty though the books hold shares may be one of a broker's bad minutes: it is asked for again,
    /// for a minute and a half.
    private func holdings(of link: BrokerLink, _ account: AccountID) async throws -> [HoldingRow] {
        let expected = plan.handover?.holdings.contains {
            $0.account == account && $0.product == .delivery && $0.quantity > .zero
        }
        for _ in 0..<3 {
            guard case .holdings(let held) = try await link.ask(.holdings) else { break }
            guard held.isEmpty, expected == true else { return held }
            try await clock.sleep(until: clock.now.advanced(by: .seconds(30)))
        }
        guard case .holdings(let held) = try await link.ask(.holdings) else { return [] }
        return held
    }

    /// Of the day before. Without them a day begins all the same; what needs them is left out and said.
    private func closes() async -> [(InstrumentID, Price)] {
        let ids = plan.instruments.ids.filter { !plan.unlisted.contains($0) }
        do {
            guard case .dayQuotes(let quotes) = try await links[Int(plan.feed.index)].ask(.dayQuotes(ids)) else {
                return []
            }
            return quotes.filter { $0.close > .zero }.sorted { $0.instrument < $1.instrument }.map {
                ($0.instrument, $0.close)
            }
        } catch {
            notices(
                LinkNotice(.warning, "no-closes", "the closes of the day before are not known: \(error)"),
                clock.now
            )
            return []
        }
    }

    /// A begun day: every order without an end is the link's to look for, every question is asked again.
    func takeUp(_ begun: LiveRestart) {
        openingEquity = desk.books.reduce(.zero) { $0 + $1.equity(at: desk.market) }
        for order in begun.orders {
            if order.request.variety == .afterMarket { afterMarket.insert(order.request.id) }
            links[Int(order.request.account.index)].post(.adopt(order))
        }
        mailbox.post(.events(begun.reports))
        for id in plan.instruments.ids where desk.market.isWatched(id) { send(.watch(id, true), to: plan.feed) }
        for (id, question) in begun.questions.sorted(by: { $0.key < $1.key }) { ask(id, question) }
    }
}
