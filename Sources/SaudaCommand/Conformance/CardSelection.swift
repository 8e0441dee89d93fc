import SaudaTestKit

/// The cards that a person named.
struct CardSelection {
    let adapter: [AdapterCard]
    let link: [LinkCard]

    /// - Parameters:
    ///   - ids: none for all; case does not count.
    ///   - groups: none for all.
    init(ids: [String], groups: [CardGroup]) throws {
        let known = CardTable.cards
        let wanted = Set(ids.map { $0.uppercased() })
        if let stranger = wanted.subtracting(known.map(\.id)).sorted().first {
            let area = stranger.prefix { $0 != "-" }
            let near = known.filter { $0.area == area }.map(\.id)
            let hint = near.isEmpty ? "`--list` shows them all" : "there are \(near.joined(separator: ", "))"
            throw CommandFailure(.badUsage, "no card is called '\(stranger)'; \(hint).")
        }
        func isWanted(_ card: Card) -> Bool {
            let isInGroup = groups.isEmpty || groups.contains { $0 == card.group }
            return isInGroup && (wanted.isEmpty || wanted.contains(card.id))
        }
        adapter = AdapterCard.all.filter { isWanted($0.card) }
        link = LinkCard.all.filter { isWanted($0.card) }
        guard !adapter.isEmpty || !link.isEmpty else {
            throw CommandFailure(.badUsage, "no card is in both lists; leave the ids or --group out.")
        }
    }

    var cards: [Card] { (adapter.map(\.card) + link.map(\.card)).sorted(by: Card.isShownBefore) }
}
