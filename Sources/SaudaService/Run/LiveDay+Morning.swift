import SaudaBroker
import SaudaCore

// How a day begins: with what the brokers and the books say, or where its journal ends.

extension LiveDay {
    func begin() async throws {
        let questions = MorningQuestions(plan: plan, links: links, clock: clock)
        let answers = try await news.waiting { try await questions.ask() }
        if let notice = answers.notice { notices(notice, clock.now) }
        let morning = LiveMorning(
            plan.day,
            plan.calendar,
            answers.accounts,
            plan.handover,
            closes: answers.closes,
            plan.instruments,
            unlisted: plan.unlisted
        )
        for kind in morning.events { try post(kind) }
        for order in morning.waiting { links[Int(order.request.account.index)].post(.adopt(order)) }
        for text in morning.warnings { notices(LinkNotice(.warning, "morning", text), clock.now) }
        openingEquity = desk.books.reduce(.zero) { $0 + $1.equity(atCloses: desk.market) }
        try post(.dayStarted(plan.hours))
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
