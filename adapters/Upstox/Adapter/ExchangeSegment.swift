import SaudaBroker
import SaudaCore

/// The segments that sauda trades or prices, as they stand before the bar of an instrument key (protocol section 3).
enum ExchangeSegment: String, Hashable, Sendable, CaseIterable {
    case nseEquity = "NSE_EQ"
    case nseDerivatives = "NSE_FO"
    case nseIndex = "NSE_INDEX"
    case bseEquity = "BSE_EQ"
    case bseDerivatives = "BSE_FO"
    case bseIndex = "BSE_INDEX"

    /// Currencies, commodities and the world's indices: known, and left alone because their quantities may be lots
    /// (section 0.2).
    static let foreignWords: Set<String> = [
        "NCD_FO", "BCD_FO", "NSE_COM", "MCX_FO", "MCX_INDEX", "GLOBAL_INDEX", "GLOBAL_INDICATOR",
    ]

    /// - Parameter key: `NSE_EQ|INE002A01018`.
    init?(ofKey key: String) {
        guard let bar = key.firstIndex(of: "|"), key.index(after: bar) < key.endIndex else { return nil }
        self.init(rawValue: String(key[..<bar]))
    }

    var segment: Segment {
        switch self {
        case .nseEquity: .nseEquity
        case .nseDerivatives: .nseDerivatives
        case .nseIndex: .nseIndex
        case .bseEquity: .bseEquity
        case .bseDerivatives: .bseDerivatives
        case .bseIndex: .bseIndex
        }
    }

    var isEquity: Bool { self == .nseEquity || self == .bseEquity }
    var isDerivatives: Bool { self == .nseDerivatives || self == .bseDerivatives }
    var isIndex: Bool { self == .nseIndex || self == .bseIndex }
}

extension Listing {
    var exchangeSegment: ExchangeSegment? { ExchangeSegment(ofKey: orderKey) }
}
