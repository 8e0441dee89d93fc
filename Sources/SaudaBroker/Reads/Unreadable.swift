/// Why a row of an answer is left out: names the field and, where it is a word, the word.
public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String
    /// A word that the broker documents and sauda never sends: such an order is not ours.
    public var isForeign: Bool

    public init(description: String, isForeign: Bool = false) {
        self.description = description
        self.isForeign = isForeign
    }
}
