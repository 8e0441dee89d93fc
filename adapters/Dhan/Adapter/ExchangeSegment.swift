package import SaudaCore

/// Dhan's segments: words in JSON, numbers in binary headers (protocol section 2.1). 6 is nobody's.
package enum ExchangeSegment: UInt8, Hashable, Sendable, CaseIterable {
    /// The values of indices, of NSE and of BSE.
    case index = 0
    case nseEquity = 1
    case nseDerivatives = 2
    case nseCurrency = 3
    case bseEquity = 4
    case mcxCommodity = 5
    case bseCurrency = 7
    case bseDerivatives = 8

    package var word: String {
        switch self {
        case .index: "IDX_I"
        case .nseEquity: "NSE_EQ"
        case .nseDerivatives: "NSE_FNO"
        case .nseCurrency: "NSE_CURRENCY"
        case .bseEquity: "BSE_EQ"
        case .mcxCommodity: "MCX_COMM"
        case .bseCurrency: "BSE_CURRENCY"
        case .bseDerivatives: "BSE_FNO"
        }
    }

    package init?(word: some StringProtocol) {
        guard let segment = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = segment
    }

    package init(_ segment: Segment) {
        self =
            switch segment {
            case .nseEquity: .nseEquity
            case .nseDerivatives: .nseDerivatives
            case .nseCurrency: .nseCurrency
            case .nseIndex, .bseIndex: .index
            case .bseEquity: .bseEquity
            case .bseDerivatives: .bseDerivatives
            case .bseCurrency: .bseCurrency
            case .mcxCommodity: .mcxCommodity
            }
    }

    package var isDerivatives: Bool { self == .nseDerivatives || self == .bseDerivatives }
    package var isEquity: Bool { self == .nseEquity || self == .bseEquity }
}
