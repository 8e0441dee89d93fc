/// All cards as the table in the documents.
public enum CardTable {
    public static let cards = AdapterCard.all.map(\.card) + LinkCard.all.map(\.card)

    /// One line a card, in Markdown.
    public static let lines = cards.map { "| \($0.id) | \($0.shows) | \($0.why) | \($0.fix) | \($0.source) |" }
}
