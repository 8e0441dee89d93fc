import SaudaBroker
import SaudaCore
import SaudaStore

// When prices have ended: the day's candles are kept and told (FED-15), and the day is brought to its end (SVC-6).

extension LiveDay {
    /// How long after the last price the broker's candle of the day is taken for final.
    private static let settling = TimeSpan.seconds(600)

    /// Writes the minutes, and once the day's candle is final tells it to the strategies, for the evening's analysis.
    /// No price is wanted any more until tomorrow.
    func backUpCandles() {
        let ids = plan.instruments.ids.filter { !plan.unlisted.contains($0) }
        let minutes = ids.map { (symbol: plan.instruments[$0].symbol, candles: bars[$0]) }
        let built = ids.map { bars.day(of: $0) }
        let end = max(clerk?.lines?.pricesEnd ?? plan.hours.close, plan.hours.close)
        for id in ids where desk.market.isWatched(id) { send(.watch(id, false), to: plan.feed) }
        work { [plan, mailbox, clock, link = links[Int(plan.history.index)]] in
            var failure: String?
            do { try CandleBackup(home: plan.home).write(minutes, of: plan.day) } catch { failure = "\(error)" }
            try await clock.sleep(until: end.advanced(by: Self.settling))
            for id in ids {
                var candle = built[Int(id.index)]
                let errand = Errand.candles(id, .day, from: plan.day, through: plan.day)
                if case .candles(let told)? = try? await link.ask(errand), let last = told.last,
                    last.start.day == plan.day
                {
                    candle = last
                }
                if let candle { mailbox.post(.events([.candle(id, .day, candle)])) }
            }
            return failure
        }
    }

    /// Begins a step, or ends it when what it began is done.
    func take(_ next: EndOfDayStep) throws {
        guard step == next else {
            (step, failure) = (next, nil)
            do { try begin(next) } catch { failure = "\(error)" }
            return
        }
        step = nil
        if next == .summary { notices(LinkNotice(.info, "day", steps), clock.now) }
        try clerk?.finish(next, at: clock.now, failure: failure)
        failure = nil
    }

    private func begin(_ step: EndOfDayStep) throws {
        switch step {
        // With it go the strategies' own pending rows that are older than a day (HIS-7).
        case .removeExpired: try post(.job(.cleanup))
        case .checkPending:
            work { [links, plan, afterMarket] in
                var open: [String] = []
                for (index, link) in links.enumerated() {
                    guard case .orders(let rows) = try await link.ask(.orderBook) else { continue }
                    let account = plan.accounts[index].name
                    let prefix = DeskTag.prefix(home: plan.home, account: account, owner: DeskTag.desk, day: plan.day)
                    let tags = Set(afterMarket.map { OrderTag.text($0, prefix: prefix) })
                    let waits = { (row: OrderRow) in
                        row.variety == .afterMarket || row.tag.map(tags.contains) == true
                    }
                    open += rows.filter { !$0.isFinal && !waits($0) }.map {
                        "\(account): order \($0.id) in \($0.symbol) is still open"
                    }
                }
                return open.isEmpty ? nil : open.joined(separator: "; ")
            }
        case .reconcileManual:
            let comparison = BookComparison(desk, links, plan)
            work {
                let lines = try await comparison.differences()
                return lines.isEmpty ? nil : lines.joined(separator: "; ")
            }
        case .removeStale: try CandleBackup(home: plan.home).prune(before: plan.day)
        case .statistics:
            let unwritten = try finish()
            if !unwritten.isEmpty { failure = unwritten.joined(separator: "; ") }
        case .summary:
            if var summary = try self.summary() {
                // Its end has come, though the journal is still open.
                summary.isComplete = true
                summaries(summary, clock.now)
            }
        }
    }

    private var steps: String {
        let (all, failed) = (
            EndOfDayStep.allCases.count, clerk?.flags[TaskSlot(.cleanup)].steps.values.count { !$0 } ?? 0
        )
        return "\(all - failed) of \(all) steps of the end of the day"
    }
}
