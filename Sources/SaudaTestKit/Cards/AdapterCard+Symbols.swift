import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let symbols = [
        AdapterCard(
            Card(
                "SYM-1",
                "The broker's instrument list is read as it is, with its rows left out counted.",
                why: "A wrong tick, lot or token sends wrong orders all day.",
                fix: "Compare the columns with the broker's document; look at one row by hand.",
                source: "market facts, sections 4 and 5"
            ),
            check: readsList
        ),
        AdapterCard(
            Card(
                "SYM-2",
                "A list that is cut off in its last row is refused, so that yesterday's is kept.",
                why: "Half a list looks like a day on which half of the shares were delisted.",
                fix: "Find out whether the last row is whole before the list is given back.",
                source: "architecture, section 3"
            ),
            check: refusesCutList
        ),
        AdapterCard(
            Card(
                "SYM-3",
                "Rows that claim one symbol or token between them are left out and counted.",
                why: "A price or an order would go to whichever came last.",
                fix: "Look for clashes in one pass and leave out every row of a clash.",
                source: "architecture, section 3"
            ),
            check: leavesClashesOut
        ),
        AdapterCard(
            Card(
                "SYM-4",
                "An order of an instrument that is not listed is refused before anything is sent.",
                why: "A guessed symbol may be another share's.",
                fix: "Take the order key from `context.listings`, and throw `changeRequest` without one.",
                source: "architecture, section 3"
            ),
            check: refusesUnlisted
        ),
        AdapterCard(
            Card(
                "SYM-5",
                "The feed asked for an instrument that is not listed goes on and counts it.",
                why: "One unknown share must not take the prices of the others away.",
                fix: "Skip handles without a listing in `want`, with a reason.",
                source: "architecture, section 3"
            ),
            check: feedsTheRest
        ),
    ]

    private static func list(_ subject: CardSubject) throws(CardEnd) -> CardSamples.Read {
        guard let read = subject.samples.reads.first(where: { $0.errand == .instruments }) else {
            throw .failed("there is no sample of an instrument list")
        }
        return read
    }

    private static func readsList(_ subject: CardSubject) throws(CardEnd) {
        let read = try list(subject)
        let talk = subject.carryOut(read.errand, read.answers)
        guard case .instruments(let list)? = talk.result else { throw .failed("it ended with \(talk.end)") }
        guard case .instruments(let wanted) = read.result else { throw .failed("the sample has no list as its result") }
        try expect(!list.listings.isEmpty, "the list is empty")
        try expect(list.listings == wanted.listings, "\(list.listings.count) listings differ from the sample's")
        try expect(talk.skipped == read.skipped, "\(talk.skipped) rows are counted as left out, not \(read.skipped)")
        try tabulate(list.listings)
    }

    /// Every key is there, and no two are the same.
    static func tabulate(_ listings: [Listing]) throws(CardEnd) {
        var table = ListingTable()
        for (index, listing) in listings.enumerated() {
            let name = listing.instrument.name
            try expect(!listing.feedKey.isEmpty && !listing.orderKey.isEmpty, "\(name) has an empty key")
            try expect(listing.instrument.tick.map { $0 > .zero } ?? true, "\(name) has a tick of zero")
            try expect(listing.instrument.lot.units > 0, "\(name) has a lot of nothing")
            do throws(InstrumentTable.Refusal) {
                try table.add(listing, as: InstrumentID(index: UInt32(index)))
            } catch {
                throw .failed(error.description)
            }
        }
    }

    private static func refusesCutList(_ subject: CardSubject) throws(CardEnd) {
        let read = try list(subject)
        guard var answer = read.answers.last else { throw .failed("the sample has no answer") }
        while answer.body.last == 0x0A || answer.body.last == 0x0D { answer.body.removeLast() }
        let row = answer.body.reversed().prefix { $0 != 0x0A }.count
        answer.body.removeLast(row / 2)
        let talk = subject.carryOut(read.errand, read.answers.dropLast() + [answer])
        try expect(talk.error != nil, "half of a last row ended with \(talk.end)")
    }

    private static func leavesClashesOut(_ subject: CardSubject) throws(CardEnd) {
        guard let response = subject.samples.clashingList else { throw .failed("there is no sample of a clash") }
        let talk = subject.carryOut(.instruments, try list(subject).answers.dropLast() + [response])
        guard case .instruments(let list)? = talk.result else { throw .failed("it ended with \(talk.end)") }
        try expect(talk.skipped > 0, "no row is counted as left out")
        try expect(!list.listings.isEmpty, "the rows without a clash are gone too")
        try tabulate(list.listings)
    }

    private static func refusesUnlisted(_ subject: CardSubject) throws(CardEnd) {
        let order = subject.order(subject.limit, of: CardSubject.unlisted)
        guard let error = subject.refusal(of: .place(order, tag: "card1")) else { throw .failed("it is written") }
        try expect(error.recovery == .changeRequest, "it says \(error.recovery)")
    }

    private static func feedsTheRest(_ subject: CardSubject) throws(CardEnd) {
        guard let frame = subject.samples.frames.first else { throw .failed("there is no sample of a frame") }
        var codec = try subject.plan().codec
        var output = StreamOutput()
        codec.opened(at: subject.now, into: &output)
        codec.want([CardSubject.unlisted] + subject.samples.wanted, at: subject.now, into: &output)
        try expect(output.close == nil, "the connection is given up")
        try expect(!output.skipped.isEmpty, "it is not counted")
        subject.welcome(&codec)
        try expect(subject.receive(frame.message, &codec).ticks == frame.ticks, "the others have no prices")
    }
}
