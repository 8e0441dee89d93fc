import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let instruments = [
        AdapterCard(
            Card(
                "SYM-12",
                "Orders of two instruments that are listed are written otherwise.",
                why: "A share that is taken for another is bought at the other's price.",
                fix: "Write the key of `context.listings` into the order.",
                source: "architecture, section 3"
            ),
            check: namesInstruments
        ),
        AdapterCard(
            Card(
                "SYM-13",
                "An order for an index is refused before anything is sent.",
                why: "Nobody can buy an index; a broker that takes its name for a share's would buy that.",
                fix: "Throw `changeRequest` for listings of kind `index`.",
                source: "market facts, sections 4 and 5"
            ),
            check: refusesIndices
        ),
        AdapterCard(
            Card(
                "SYM-14",
                "Of several quotes each goes to its own instrument, and one that is not answered is left out.",
                why: "A price that is filled in for a missing one moves orders.",
                fix: "Match quotes by key, not by place.",
                source: "rule FED-10"
            ),
            check: matchesQuotes
        ),
        AdapterCard(
            Card(
                "SYM-15",
                "Orders, trades and positions of instruments that are not listed stay in the books.",
                why: "What a person bought by hand is money of the account, listed or not.",
                fix: "Give rows without a listing `instrument: nil` and the broker's own symbol.",
                source: "architecture, section 3"
            ),
            check: keepsStrangers
        ),
        AdapterCard(
            Card(
                "SYM-16",
                "Quotes, candles and option chains of an instrument that is not listed ask the broker nothing.",
                why: "The broker's own guess at a symbol gives another share's price.",
                fix: "Look every instrument up in `context.listings` when the dialogue starts.",
                source: "architecture, section 3"
            ),
            check: asksNothingOfStrangers
        ),
    ]

    /// Of one quantity and product: only the name tells them apart.
    private static func namesInstruments(_ subject: CardSubject) throws(CardEnd) {
        let tradable = subject.listed.filter { subject.context.listings[$0]?.instrument.kind != .index }
        try expect(tradable.count > 1, "the samples list \(tradable.count) instruments that can be traded, not two")
        let lots = tradable.compactMap { subject.context.listings[$0]?.instrument.lot.units }
        var seen: Set<String> = []
        for id in tradable {
            var order = subject.orderOfLot(id)
            order.product = .intraday
            order.terms.quantity = Quantity(lots.reduce(1, *))
            let text = try subject.request(.place(order, tag: "card1")).whole
            try expect(seen.insert(text).inserted, "two instruments are written alike: \(id)")
        }
    }

    private static func refusesIndices(_ subject: CardSubject) throws(CardEnd) {
        let index = subject.listed.first { subject.context.listings[$0]?.instrument.kind == .index }
        guard let index else { throw .failed("the samples list no index") }
        guard let error = subject.refusal(of: .place(subject.orderOfLot(index), tag: "card1")) else {
            throw .failed("it is written")
        }
        try expect(error.recovery == .changeRequest, "it says \(error.recovery)")
    }

    private static func matchesQuotes(_ subject: CardSubject) throws(CardEnd) {
        var asked = 0
        for read in try subject.reads() {
            let errand: Errand
            switch read.errand {
            case .quotes(let ids): errand = .quotes(subject.listed.filter { !ids.contains($0) } + ids)
            case .dayQuotes(let ids): errand = .dayQuotes(subject.listed.filter { !ids.contains($0) } + ids)
            default: continue
            }
            asked += 1
            let talk = subject.carryOut(errand, read.answers)
            guard let result = talk.result else { throw .failed("it ended with \(talk.end)") }
            try expect(result == read.result, "\(result), not \(read.result)")
        }
        try expect(asked > 0, "there is no sample of quotes")
    }

    private typealias Name = (instrument: InstrumentID?, symbol: String)

    /// Nil for what has no names.
    private static func names(_ result: ErrandResult?) -> [Name]? {
        switch result {
        case .orders(let rows)?: rows.map { ($0.instrument, $0.symbol) }
        case .trades(let rows)?: rows.map { ($0.instrument, $0.symbol) }
        case .positions(let rows)?: rows.map { ($0.instrument, $0.symbol) }
        default: nil
        }
    }

    private static func keepsStrangers(_ subject: CardSubject) throws(CardEnd) {
        var context = subject.context
        context.listings = ListingTable()
        for read in try subject.reads() {
            guard let wanted = names(read.result) else { continue }
            let talk = subject.carryOut(read.errand, read.answers, in: context)
            let errand = read.errand.kind.rawValue
            guard let found = names(talk.result) else { throw .failed("\(errand) ended with \(talk.end)") }
            try expect(found.count == wanted.count, "\(errand) has \(found.count) rows of \(wanted.count)")
            let areNamed = found.allSatisfy { $0.instrument == nil && !$0.symbol.isEmpty }
            try expect(areNamed, "\(errand) gives a row an instrument, or no symbol")
        }
    }

    private static func asksNothingOfStrangers(_ subject: CardSubject) throws(CardEnd) {
        let stranger = CardSubject.unlisted
        let errands: [Errand] = [
            .quotes([stranger]), .dayQuotes([stranger]),
            .candles(stranger, .minute, from: subject.now.day, through: subject.now.day), .optionExpiries(stranger),
            .optionChain(stranger, expiry: subject.now.day),
        ]
        for errand in errands {
            let talk = subject.carryOut(errand, [])
            let name = errand.kind.rawValue
            try expect(talk.sent.isEmpty, "\(name) sends \(talk.sent)")
            switch talk.end {
            case .error(let error): try expect(error.recovery == .changeRequest, "\(name) says \(error.recovery)")
            case .result(.quotes(let quotes)): try expect(quotes.isEmpty, "\(name) has a price")
            case .result(.dayQuotes(let quotes)): try expect(quotes.isEmpty, "\(name) has a price")
            case .result, .stuck: throw .failed("\(name) ended with \(talk.end)")
            }
        }
    }
}
