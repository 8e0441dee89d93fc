import SaudaBroker
import SaudaCore
import SaudaSimulation

// Questions of the strategies: most are the brokers' to answer, research is answered here.

extension LiveDay {
    func ask(_ id: RequestID, _ question: Question) {
        switch question {
        case .history: send(.fetch(id, question), to: plan.history)
        case .quote: send(.fetch(id, question), to: plan.feed)
        case .funds(let account), .holdings(let account), .orderBook(let account):
            send(.fetch(id, question), to: account)
        case .study(let instrument, let strategy, let days, let capital):
            study(id, of: instrument, by: strategy, days: days, capital: capital)
        case .fundamentals(let instrument):
            answer(id, plan.research.fundamentals(of: instrument, on: clock.now.day))
        case .headlines(let instrument, let days):
            answer(id, plan.research.headlines(of: instrument, days: days, on: clock.now.day))
        }
    }

    private func answer(_ id: RequestID, _ answer: Answer) { mailbox.post(.events([.answer(id, answer)])) }

    /// On the history account's candles, beside this task: it takes a while.
    private func study(
        _ id: RequestID,
        of instrument: InstrumentID,
        by strategy: StrategyID,
        days: Int32,
        capital: Money
    ) {
        let (link, research, mailbox) = (links[Int(plan.history.index)], plan.research, mailbox)
        let now = clock.now
        // Before the close today is not over.
        let last = now < plan.hours.close ? plan.day.advanced(by: -1) : plan.day
        Task {
            let found: Answer
            do {
                // Calendar days hold fewer candles than they are, so that this is more than enough.
                let back = Int(max(days, 0)) + research.warmUp(of: strategy) * 7 / 4 + 30
                let errand = Errand.candles(instrument, .day, from: last.advanced(by: -back), through: last)
                if case .candles(let candles) = try await link.ask(errand) {
                    found = research.study(candles[...], by: strategy, days: days, capital: capital, on: last)
                } else {
                    found = .failure("the broker answered something else than candles")
                }
            } catch {
                found = .failure("\(error)")
            }
            mailbox.post(.events([.answer(id, found)]))
        }
    }
}
