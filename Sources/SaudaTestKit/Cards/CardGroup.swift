/// What cards are about, in the order in which they are shown.
public enum CardGroup: String, Hashable, Sendable, CaseIterable {
    case auth, symbols, orders, feed, errors, limits
    /// What goes wrong on the way, and how it is made good.
    case faults

    /// What a card's id begins with.
    public var area: String {
        switch self {
        case .auth: "AUTH"
        case .symbols: "SYM"
        case .orders: "ORD"
        case .feed: "FEED"
        case .errors: "ERR"
        case .limits: "LIM"
        case .faults: "FLT"
        }
    }
}

extension Card {
    /// Nil for an id of no area that is known.
    public var group: CardGroup? { CardGroup.allCases.first { $0.area == area } }

    /// 12 of `AUTH-12`.
    private var number: Int { id.split(separator: "-").last.flatMap { Int($0) } ?? 0 }

    /// By group, then by number.
    public static func isShownBefore(_ a: Card, _ b: Card) -> Bool {
        func place(_ card: Card) -> Int {
            CardGroup.allCases.firstIndex { $0.area == card.area } ?? CardGroup.allCases.count
        }
        return (place(a), a.number, a.id) < (place(b), b.number, b.id)
    }
}
