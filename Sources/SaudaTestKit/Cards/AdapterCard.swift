/// A card about an adapter alone: a pure function over the contract and the samples that its tests hand in.
public struct AdapterCard: Sendable {
    public let card: Card
    private let body: @Sendable (CardSubject) throws(CardEnd) -> Void

    public init(_ card: Card, check: @escaping @Sendable (CardSubject) throws(CardEnd) -> Void) {
        self.card = card
        body = check
    }

    public func check(_ subject: CardSubject) -> CardResult {
        do throws(CardEnd) {
            try body(subject)
            return .passed
        } catch {
            return error.result
        }
    }

    /// Every one, by area.
    public static let all: [AdapterCard] = [
        auth, sessionLife, symbols, lists, instruments, orders, options, writing, answers, golden, feed, connections,
        messages, errors, trouble, limits, budgets,
    ].flatMap(\.self)
}

extension AdapterCard: CustomStringConvertible {
    public var description: String { "\(card.id): \(card.shows)" }
}
