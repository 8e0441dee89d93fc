import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let budgets = [
        AdapterCard(
            Card(
                "LIM-7",
                "Too many changes or cancels hold everything of their kind back.",
                why: "A cancel that is repeated at once is the next of too many.",
                fix: "Give 429 `slowDown(after:)` whatever it answers.",
                source: "rule CPY-11"
            ),
            check: waitsWithChanges
        ),
        AdapterCard(
            Card(
                "LIM-8",
                "Whatever the adapter can be asked counts against a budget: options, costs, GTTs and sign-outs too.",
                why: "People's calls take from the same broker as those of strategies.",
                fix: "Name the endpoint class of every request in one of `traits.budgets`.",
                source: "rule CPY-11"
            ),
            check: countsPeople
        ),
    ]

    private static func waitsWithChanges(_ subject: CardSubject) throws(CardEnd) {
        for (name, command) in others(subject) {
            guard case .slowDown(let wait)? = subject.error(subject.samples.tooMany, to: command)?.recovery else {
                throw .failed("a \(name) does not slow down")
            }
            try expect(wait >= .zero && wait <= .seconds(3600), "a \(name) waits for \(wait)")
        }
    }

    private static func countsPeople(_ subject: CardSubject) throws(CardEnd) {
        let budgets = subject.adapter.traits.budgets
        var requests = (subject.placings + subject.changes).compactMap {
            try? subject.adapter.request($0.command, in: subject.context)
        }
        for errand in subject.errands { requests += subject.carryOut(errand, []).sent }
        for sample in subject.samples.reads + subject.samples.changes {
            requests += subject.carryOut(sample.errand, sample.answers).sent
        }
        try expect(!requests.isEmpty, "nothing was written")
        for request in requests {
            try expect(budgets.contains { $0.endpoints.contains(request.endpoint) }, "no budget counts \(request)")
        }
    }
}
