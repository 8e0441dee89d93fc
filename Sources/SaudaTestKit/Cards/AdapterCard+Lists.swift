import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let lists = [
        AdapterCard(
            Card(
                "SYM-7",
                "A list whose heading is not the known one, or is missing, is refused.",
                why: "Columns that have moved put one share's lot into another's tick.",
                fix: "Find every column by its name, and refuse a list that lacks one.",
                source: "market facts, sections 4 and 5"
            ),
            check: refusesOtherHeadings
        ),
        AdapterCard(
            Card(
                "SYM-8",
                "A list whose columns stand in another order is read the same.",
                why: "Brokers add and move columns without a word.",
                fix: "Find every column by its name, never by its place.",
                source: "market facts, sections 4 and 5"
            ),
            check: readsColumnsByName
        ),
        AdapterCard(
            Card(
                "SYM-9",
                "A column that is new does no harm.",
                why: "A list that is refused on the morning of a new column is a day without trading.",
                fix: "Let rows have more columns than are read.",
                source: "market facts, sections 4 and 5"
            ),
            check: takesNewColumns
        ),
        AdapterCard(
            Card(
                "SYM-10",
                "A list that holds a heading and no row is refused, so that yesterday's is kept.",
                why: "An empty list looks like a day on which everything was delisted.",
                fix: "Refuse a list without an instrument where the broker has always some.",
                source: "architecture, section 3"
            ),
            check: refusesEmptyLists
        ),
        AdapterCard(
            Card(
                "SYM-11",
                "A list with any bytes changed gives no impossible instrument.",
                why: "A tick of zero or a lot of less than one breaks every price and quantity made of it.",
                fix: "Check tick, lot, strike and keys of each row; leave out and count what is none.",
                source: "style, section 8"
            ),
            check: survivesNoisyLists
        ),
    ]

    /// The sample of a list, with the lines of its last answer in columns.
    private struct ListSample {
        var read: CardSamples.Read
        /// A heading and the rows below; of a JSON array the rows alone, each member with its name.
        var lines: [[Substring]]
        /// An array of flat objects, in none of whose texts a comma stands before a quotation mark.
        var isJSON: Bool

        init(_ subject: CardSubject) throws(CardEnd) {
            let sample = subject.samples.reads.first { $0.errand == .instruments }
            guard let sample, let answer = sample.answers.last else {
                throw .failed("there is no sample of an instrument list")
            }
            read = sample
            isJSON = Self.isJSON(answer)
            let text = String(decoding: answer.body.filter { $0 != 0x0D }, as: UTF8.self)
            if isJSON {
                let rows = text.filter { $0 != "\n" }.dropFirst(2).dropLast(2)
                lines = rows.split(separator: "},{").map { row in
                    row.split(separator: ",\"").enumerated().map {
                        $0.offset == 0 ? $0.element : "\"\($0.element)"[...]
                    }
                }
                try expect(!lines.isEmpty, "the sample of a list has no row")
            } else {
                lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
                try expect(lines.count > 1, "the sample of a list has no row")
            }
        }

        static func isJSON(_ answer: HTTPResponse) -> Bool { answer.body.first == UInt8(ascii: "[") }

        /// Other lines in the last answer.
        func talk(_ subject: CardSubject, _ lines: [[Substring]]) -> CardSubject.Talk {
            var answers = read.answers
            let rows = lines.map { $0.joined(separator: ",") }
            let text =
                isJSON
                ? "[" + rows.map { "{\($0)}" }.joined(separator: ",") + "]" : rows.map { $0 + "\n" }.joined()
            answers[answers.count - 1].body = Array(text.utf8)
            return subject.carryOut(.instruments, answers)
        }

        /// Whether the list is read as the sample says.
        func compare(_ talk: CardSubject.Talk) throws(CardEnd) {
            guard case .instruments(let list)? = talk.result else { throw .failed("it ended with \(talk.end)") }
            guard case .instruments(let wanted) = read.result else { throw .failed("the sample has no list") }
            try expect(list.listings == wanted.listings, "\(list.listings.count) listings differ from the sample's")
        }
    }

    private static func refusesOtherHeadings(_ subject: CardSubject) throws(CardEnd) {
        let sample = try ListSample(subject)
        var (other, none) = (sample.lines, Array(sample.lines.dropFirst()))
        if sample.isJSON {
            other = other.map { row in
                row.enumerated().map { "\"column\($0.offset)\":"[...] + $0.element.drop { $0 != ":" }.dropFirst() }
            }
            none = sample.lines.map { _ in [] }
        } else {
            other[0] = other[0].indices.map { "column\($0)"[...] }
        }
        let talk = sample.talk(subject, other)
        try expect(talk.error != nil, "with another heading it ended with \(talk.end)")
        let headless = sample.talk(subject, none)
        try expect(headless.error != nil, "without a heading it ended with \(headless.end)")
    }

    private static func readsColumnsByName(_ subject: CardSubject) throws(CardEnd) {
        let sample = try ListSample(subject)
        // The last column stays where it is: a list that is cut shows there.
        let moved = sample.lines.map { Array($0.dropLast().reversed()) + Array($0.suffix(1)) }
        try sample.compare(sample.talk(subject, moved))
    }

    private static func takesNewColumns(_ subject: CardSubject) throws(CardEnd) {
        let sample = try ListSample(subject)
        let more = sample.lines.enumerated().map { line in
            let isHeading = line.offset == 0 && !sample.isJSON
            return [isHeading ? "something_new"[...] : sample.isJSON ? "\"something_new\":7" : "7"] + line.element
        }
        try sample.compare(sample.talk(subject, more))
    }

    private static func refusesEmptyLists(_ subject: CardSubject) throws(CardEnd) {
        let sample = try ListSample(subject)
        // Where a list comes in parts, all of them.
        var answers = sample.read.answers
        for place in answers.indices {
            if ListSample.isJSON(answers[place]) {
                answers[place].body = Array("[]".utf8)
            } else if answers[place].body.contains(0x0A) {
                answers[place].body = Array(answers[place].body.prefix { $0 != 0x0A }) + [0x0A]
            }
        }
        let talk = subject.carryOut(.instruments, answers)
        try expect(talk.error != nil, "it ended with \(talk.end)")
    }

    private static func survivesNoisyLists(_ subject: CardSubject) throws(CardEnd) {
        let sample = try ListSample(subject)
        var dice = SeededDice(seed: 9)
        let good = sample.read.answers[sample.read.answers.count - 1].body
        // Digits that become others make the likeliest rows.
        let letters = Array("0123456789-.eE, ".utf8)
        for round in 0..<400 {
            var body = good
            for _ in 0...dice.below(4) {
                let letter = round % 2 == 0 ? letters[dice.below(letters.count)] : UInt8(dice.below(256))
                body[dice.below(body.count)] = letter
            }
            var answers = sample.read.answers
            answers[answers.count - 1].body = body
            guard case .instruments(let list)? = subject.carryOut(.instruments, answers).result else { continue }
            try tabulate(list.listings)
        }
    }
}
