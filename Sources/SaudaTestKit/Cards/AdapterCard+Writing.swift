import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let writing = [
        AdapterCard(
            Card(
                "ORD-19",
                "What the traits say is missing is refused before anything is sent, and nothing else is.",
                why: "A command that does nothing, or one that is hidden although it would work, is found out in need.",
                fix: "Make `traits.missing` and the adapter's dialogues agree.",
                source: "architecture, section 2"
            ),
            check: saysWhatIsMissing
        ),
        AdapterCard(
            Card(
                "ORD-20",
                "Every product that the broker offers is written in its own way.",
                why: "Delivery that is written as intraday is sold by the broker in the afternoon.",
                fix: "Translate `OrderRequest.product` by a switch without a default.",
                source: "rule CPY-6"
            ),
            check: writesProducts
        ),
        AdapterCard(
            Card(
                "ORD-21",
                "Prices go out to the last paisa.",
                why: "A price that went through a binary fraction is off the tick, and refused at the open.",
                fix: "Write `Price` as text, in rupees or in whole paise, never as a `Double`.",
                source: "style, section 9"
            ),
            check: writesPricesExactly
        ),
        AdapterCard(
            Card(
                "ORD-22",
                "Quantities go out whole, large ones too, without grouping or exponent.",
                why: "1e+06 is a refusal at some brokers and an order for one share at others.",
                fix: "Write `Quantity` in plain digits.",
                source: "style, section 9"
            ),
            check: writesQuantitiesExactly
        ),
        AdapterCard(
            Card(
                "ORD-23",
                "No letter of a tag or of an order's reference adds a field or a step of a path to a request.",
                why: "A broker that sends an odd reference must not steer the next request.",
                fix: "Refuse letters that are not of the kind, or escape them.",
                source: "rule LOG-3"
            ),
            check: escapesLetters
        ),
        AdapterCard(
            Card(
                "ORD-24",
                "The same order is written the same every time.",
                why: "A replay of the journal compares what was sent.",
                fix: "Keep clocks, dice and counters out of the adapter; time comes with the call.",
                source: "style, section 12"
            ),
            check: writesTheSame
        ),
        AdapterCard(
            Card(
                "ORD-34",
                "An order is cancelled by its number, also when its instrument has left the list.",
                why: "A way out that is refused leaves an order that fills.",
                fix: "Look the listing up where an order is placed or changed, not before the command is known.",
                source: "architecture, section 4"
            ),
            check: cancelsUnlisted
        ),
    ]

    private static func saysWhatIsMissing(_ subject: CardSubject) throws(CardEnd) {
        let traits = subject.adapter.traits
        let samples = subject.samples.reads + subject.samples.changes
        for errand in subject.errands {
            let name = errand.kind.rawValue
            // A sample's own errand has sense at this broker.
            let asked = samples.first { $0.errand.kind == errand.kind }?.errand ?? errand
            let talk = subject.carryOut(asked, [])
            let isRefused = talk.sent.isEmpty && talk.error?.recovery == .changeRequest
            if traits.has(errand.kind) {
                try expect(!isRefused, "\(name) is there by the traits, and refused: \(talk.end)")
            } else {
                try expect(isRefused, "\(name) is missing by the traits, and ends with \(talk.end)")
            }
        }
    }

    private static func cancelsUnlisted(_ subject: CardSubject) throws(CardEnd) {
        let id = subject.samples.accepted.id
        let isNightly = !subject.adapter.traits.venue.afterMarket.isEmpty
        for variety in isNightly ? [OrderRequest.Variety.regular, .afterMarket] : [.regular] {
            let cancel = OrderCommand.cancel(id, CardSubject.unlisted, variety: variety)
            if let error = subject.refusal(of: cancel) { throw .failed("\(variety): \(error)") }
        }
    }

    private static func writesProducts(_ subject: CardSubject) throws(CardEnd) {
        let offered = subject.adapter.traits.venue.products
        var written: Set<Product> = []
        for id in subject.listed where subject.context.listings[id]?.instrument.kind != .index {
            var seen: Set<String> = []
            for product in Product.allCases {
                var order = subject.orderOfLot(id)
                order.product = product
                let request = try? subject.adapter.request(.place(order, tag: "card1"), in: subject.context)
                guard let request else { continue }
                try expect(offered.contains(product), "\(product) is written, and the traits do not offer it")
                try expect(seen.insert(request.whole).inserted, "\(product) is written like another")
                written.insert(product)
            }
        }
        for product in Product.allCases where offered.contains(product) {
            try expect(written.contains(product), "\(product) is offered by the traits, and never written")
        }
    }

    private static func writesPricesExactly(_ subject: CardSubject) throws(CardEnd) {
        for paise in [435, 111_115, 223_445, 810_005, 9_999_995] as [Int64] {
            var terms = subject.limit
            terms.limit = Price(paise: paise)
            let text = try subject.request(.place(subject.order(terms), tag: "card1")).whole
            // In rupees, or in paise where the broker counts those.
            let isThere = text.contains("\(terms.limit)") || text.contains("\(paise)")
            try expect(isThere, "\(terms.limit) is not in the request")
        }
    }

    private static func writesQuantitiesExactly(_ subject: CardSubject) throws(CardEnd) {
        for units in [1, 999, 1_234_567] as [Int64] {
            var terms = subject.limit
            terms.quantity = Quantity(units)
            let text = try subject.request(.place(subject.order(terms), tag: "card1")).whole
            try expect(text.contains("\(units)"), "\(units) units are not in the request")
        }
    }

    private static func escapesLetters(_ subject: CardSubject) throws(CardEnd) {
        let order = subject.order(subject.limit)
        for odd in ["a&b=1", #"a","b":"1"#, "a\r\nb: 1", "a b", "a/../b", "a?b#c", "a%26b"] {
            if let request = try? subject.adapter.request(.place(order, tag: odd), in: subject.context) {
                try expect(!request.whole.contains(odd), "a tag with '\(odd)' goes out as it is")
            }
            for id in [BrokerOrderID(odd), BrokerOrderID(subject.samples.accepted.id.text + odd)] {
                let request = try? subject.adapter.request(.cancel(id, subject.share), in: subject.context)
                guard let request else { continue }
                try expect(!request.whole.contains(odd), "a reference with '\(odd)' goes out as it is")
            }
        }
    }

    private static func writesTheSame(_ subject: CardSubject) throws(CardEnd) {
        for (name, command) in subject.placings + subject.changes {
            let first = try? subject.adapter.request(command, in: subject.context)
            for _ in 0..<3 {
                let again = try? subject.adapter.request(command, in: subject.context)
                try expect(first == again, "'\(name)' is written in two ways")
            }
        }
    }
}
