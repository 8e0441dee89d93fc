import SaudaBroker
import SaudaCore

/// A card about a link with an adapter and its practice broker: a scenario to be played, and a pure judge of its record.
public struct LinkCard: Sendable {
    public let card: Card
    public let scenario: LinkScenario
    private let judge: @Sendable (LinkRecord) throws(CardEnd) -> Void

    public init(
        _ card: Card,
        _ scenario: LinkScenario,
        judge: @escaping @Sendable (LinkRecord) throws(CardEnd) -> Void
    ) {
        self.card = card
        self.scenario = scenario
        self.judge = judge
    }

    /// - Parameter record: of this card's scenario.
    public func check(_ record: LinkRecord) -> CardResult {
        do throws(CardEnd) {
            for fault in scenario.faults {
                try expect(record.happened[fault.kind] ?? 0 > 0, "\(fault) never happened")
            }
            try LinkCard.agree(record)
            try judge(record)
            return .passed
        } catch {
            return error.result
        }
    }

    /// Every one, by area.
    public static let all: [LinkCard] = [
        sessions, orders, changes, feed, cuts, limits, crowds, faults, doubts,
    ].flatMap(\.self)
}

extension LinkCard: CustomStringConvertible {
    public var description: String { "\(card.id): \(card.shows)" }
}

extension LinkCard {
    /// What holds whatever goes wrong: no order twice, and we know of every fill what the broker knows.
    static func agree(_ record: LinkRecord) throws(CardEnd) {
        for number in record.placed.keys.sorted() {
            let rows = record.rows(number)
            try expect(rows.count <= 1, "order \(number) stands \(rows.count) times in the book")
            let told = record.told(number)
            let filled = rows.first?.filled ?? .zero
            try expect(told.filled == filled, "order \(number): told of \(told.filled), the book says \(filled)")
            let value = rows.first?.value ?? .zero
            try expect(told.value == value, "order \(number): told of \(told.value), the book says \(value)")
        }
        let ours = record.placed.keys.flatMap { record.rows($0).map(\.id) }
        let foreign = record.book.count { !ours.contains($0.id) }
        try expect(foreign == 0, "\(foreign) orders in the book are nobody's")
    }

    /// All of them are in the book, and we know of each.
    static func allAccepted(_ record: LinkRecord) throws(CardEnd) {
        try expect(!record.placed.isEmpty, "nothing was placed")
        for number in record.placed.keys.sorted() {
            try expect(record.rows(number).count == 1, "order \(number) is not in the book")
            try expect(record.acceptance(number) != nil, "order \(number) was never known to be taken")
        }
    }

    static func ended(_ number: UInt64, _ status: OrderRow.Status, _ record: LinkRecord) throws(CardEnd) {
        guard let row = record.rows(number).first else { throw .failed("order \(number) is not in the book") }
        try expect(row.status == status, "order \(number) is \(row.status), not \(status)")
    }
}
