import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let limits = [
        AdapterCard(
            Card(
                "LIM-1",
                "Every request counts against a budget.",
                why: "What nobody counts is refused by the broker one day, at the open.",
                fix: "Name the request's endpoint class in one of `traits.budgets`.",
                source: "rule CPY-11"
            ),
            check: countsEverything
        ),
        AdapterCard(
            Card(
                "LIM-2",
                "Orders stay below ten a second on each exchange segment.",
                why: "From ten on, the exchange takes the account for an algorithm that needs registration.",
                fix: "Give new orders, changes and cancels a budget of nine at most, per second and segment.",
                source: "market facts, section 9"
            ),
            check: staysBelowTen
        ),
        AdapterCard(
            Card(
                "LIM-3",
                "Sign-ins have a budget a day that cannot lock the account.",
                why: "Brokers lock after a few wrong passwords.",
                fix: "Set `signInsPerDay` from 1 to 10, below what the broker locks after.",
                source: "rule AUT-3"
            ),
            check: limitsSignIns
        ),
        AdapterCard(
            Card(
                "LIM-4",
                "The feed states how many instruments and connections it has.",
                why: "What is asked beyond them gets no prices, and nothing says so.",
                fix: "Copy both figures from the broker's documents into `traits.feed`.",
                source: "rule FED-5"
            ),
            check: statesFeed
        ),
    ]

    private static func orders(_ subject: CardSubject) throws(CardEnd) -> [HTTPRequest] {
        let id = subject.samples.accepted.id
        var terms = subject.limit
        terms.quantity = Quantity(5)
        return [
            try subject.request(subject.placing),
            try subject.request(.modify(id, subject.share, from: subject.limit, to: terms)),
            try subject.request(.cancel(id, subject.share)),
        ]
    }

    private static func countsEverything(_ subject: CardSubject) throws(CardEnd) {
        let budgets = subject.adapter.traits.budgets
        var requests = try orders(subject) + subject.signIn(in: subject.context).sent
        for read in try subject.reads() { requests += subject.carryOut(read.errand, read.answers).sent }
        for request in requests {
            try expect(budgets.contains { $0.endpoints.contains(request.endpoint) }, "no budget counts \(request)")
        }
        try expect(budgets.allSatisfy { $0.limit > 0 && $0.seconds > 0 }, "a budget allows nothing")
    }

    private static func staysBelowTen(_ subject: CardSubject) throws(CardEnd) {
        let budgets = subject.adapter.traits.budgets.filter { $0.seconds == 1 && $0.limit < 10 }
        for request in try orders(subject) {
            // One over all segments is stricter than one for each.
            try expect(
                budgets.contains { $0.endpoints.contains(request.endpoint) },
                "\(request) may go out ten times a second"
            )
        }
        let stated = subject.adapter.traits.venue.ordersPerSecond
        try expect((1...9).contains(stated), "the engine is told of \(stated) orders a second")
    }

    private static func limitsSignIns(_ subject: CardSubject) throws(CardEnd) {
        let count = subject.adapter.traits.signInsPerDay
        try expect((1...10).contains(count), "\(count) sign-ins a day")
    }

    private static func statesFeed(_ subject: CardSubject) throws(CardEnd) {
        let feed = subject.adapter.traits.feed
        try expect(feed.instrumentsPerSocket > 0 && feed.sockets > 0, "\(feed)")
        let silence = try subject.plan().silence
        try expect(silence >= .seconds(1) && silence <= .seconds(60), "silence of \(silence) is waited for")
    }
}
