import SaudaBroker
import SaudaCore
import SaudaService

// Bracket orders are questions of the link, not orders of its machine: the broker alone moves their exits.

extension OrderDesk {
    /// What tells a bracket order in the log from others.
    static let bracketMark = ", bracket: "

    func dryRunBracket(
        _ order: BracketOrder,
        _ sentence: String,
        _ listings: ListingTable,
        _ cost: OrderCost
    ) throws -> OrderReport {
        let tag = OrderTag.text(OrderID(number: log.next), prefix: line.tagPrefix)
        var report = try line.dryRun(.placeBracket(order, tag: tag), sentence, listings)
        report.tag = tag
        report.cost = cost
        return report
    }

    func placeBracket(_ order: BracketOrder, _ sentence: String, _ cost: OrderCost) async throws -> OrderReport {
        try await settleEarlier()
        let number = try log.begin(sentence, at: line.clock.now)
        let tag = OrderTag.text(number, prefix: line.tagPrefix)
        var report = OrderReport(.accepted, sentence, "")
        switch await send(.placeBracket(order, tag: tag)) {
        case .success(.bracket(let id)): report.id = id.text
        // It stays in the log, to be looked for before the next.
        case .success: throw line.wrongAnswer(to: "the bracket order")
        case .failure(let error) where error.recovery == .checkOrderBook:
            Terminal.err("No clear answer came; it may have happened. Looking for it, for a minute ...")
            report = await lookForBracket(tag, sentence)
        case .failure(let error): report = OrderReport(.refused, sentence, "\(error)")
        }
        report.tag = tag
        report.cost = cost
        if report.outcome != .inDoubt { try log.end(number, report.outcome.rawValue) }
        if let id = report.id { try await follow(BrokerOrderID(id), &report) }
        return report
    }

    /// What the broker said, also when its session has ended meanwhile: what may have happened must not be told as a
    /// missing login.
    private func send(_ errand: Errand) async -> Result<ErrandResult, BrokerError> {
        do throws(BrokerError) {
            return .success(try await line.link.ask(errand))
        } catch {
            return .failure(error)
        }
    }

    /// The bracket order with that tag; nil when the broker's list has none.
    func bracket(tagged tag: String) async throws -> BracketRow? {
        try await BracketBook(line).rows.first { $0.entry.tag == tag }
    }

    /// Three looks over a minute, in the order book and in the list: one that is in neither was not placed.
    private func lookForBracket(_ tag: String, _ sentence: String) async -> OrderReport {
        let end = line.clock.now.advanced(by: Self.patience)
        var misses = 0
        while misses < 3, line.clock.now < end, !StopSignal.isRaised {
            do {
                if let found = try await OrderBook(line).rows.first(where: { $0.tag == tag })?.id {
                    return Self.found(found, sentence)
                }
                if let found = try await bracket(tagged: tag)?.id { return Self.found(found, sentence) }
                misses += 1
            } catch {
                // A look that failed says nothing.
            }
            guard misses < 3, (try? await wait(within: .seconds(25)) { _ in false }) != nil else { break }
        }
        if misses == 3 {
            return OrderReport(.refused, sentence, "three looks over a minute do not find it: it was not placed")
        }
        var report = OrderReport(.inDoubt, sentence, "its fate is not known: no answer, and no list could tell")
        report.next =
            "Look at `sauda bracket list`, and in the broker's own app; do not send it again before it shows or a minute is over."
        return report
    }

    private static func found(_ id: BrokerOrderID, _ sentence: String) -> OrderReport {
        var report = OrderReport(.accepted, sentence, "")
        report.id = id.text
        return report
    }

    /// A change or a cancel, which is asked for once.
    func changeBracket(_ row: BracketRow, _ errand: Errand, _ sentence: String) async throws -> OrderReport {
        let number = try log.begin(sentence, at: line.clock.now, isChange: true)
        var report = OrderReport(.accepted, sentence, "")
        switch await send(errand) {
        case .success(.bracket), .success(.done): break
        case .success: throw line.wrongAnswer(to: "the change of a bracket order")
        case .failure(let error):
            report = OrderReport(error.recovery == .checkOrderBook ? .inDoubt : .refused, sentence, "\(error)")
            if report.outcome == .inDoubt {
                report.next = "It may have happened: `sauda bracket list` shows how it stands."
            }
        }
        report.id = row.id.text
        try log.end(number, report.outcome.rawValue)
        return report
    }
}
