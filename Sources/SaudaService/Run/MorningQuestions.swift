import SaudaBroker
import SaudaCore

/// What the brokers are asked before a day begins; each waits for a session as long as it takes.
struct MorningQuestions: Sendable {
    let plan: LivePlan
    let links: [BrokerLink]
    let clock: WireClock

    struct Answers: Sendable {
        var accounts: [LiveMorning.Account] = []
        var closes: [(InstrumentID, Price)] = []
        var notice: LinkNotice?
    }

    /// - Throws: `BrokerError` of an account that cannot be asked: a day without it would take its orders for nobody's.
    func ask() async throws -> Answers {
        var answers = Answers(accounts: try await accounts())
        do {
            answers.closes = try await closes()
        } catch {
            let text = "the closes of the day before are not known: \(error)"
            answers.notice = LinkNotice(.warning, "no-closes", text)
        }
        return answers
    }

    private func accounts() async throws -> [LiveMorning.Account] {
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
    private func closes() async throws -> [(InstrumentID, Price)] {
        let ids = plan.instruments.ids.filter { !plan.unlisted.contains($0) }
        guard case .dayQuotes(let quotes) = try await links[Int(plan.feed.index)].ask(.dayQuotes(ids)) else {
            return []
        }
        return quotes.filter { $0.close > .zero }.sorted { $0.instrument < $1.instrument }.map {
            ($0.instrument, $0.close)
        }
    }
}
