package import SaudaCore

/// `exchangeSegment`, as JSON says it, and its number in binary headers (section 2.1).
package enum DhanSegment: String, CaseIterable, Hashable, Sendable {
    case indices = "IDX_I"
    case nseEquity = "NSE_EQ"
    case nseDerivatives = "NSE_FNO"
    case nseCurrency = "NSE_CURRENCY"
    case bseEquity = "BSE_EQ"
    case commodity = "MCX_COMM"
    case bseCurrency = "BSE_CURRENCY"
    case bseDerivatives = "BSE_FNO"

    package init(_ segment: Segment) {
        self =
            switch segment {
            case .nseIndex, .bseIndex: .indices
            case .nseEquity: .nseEquity
            case .nseDerivatives: .nseDerivatives
            case .nseCurrency: .nseCurrency
            case .bseEquity: .bseEquity
            case .bseDerivatives: .bseDerivatives
            case .bseCurrency: .bseCurrency
            case .mcxCommodity: .commodity
            }
    }

    /// There is no 6.
    package var number: UInt8 {
        switch self {
        case .indices: 0
        case .nseEquity: 1
        case .nseDerivatives: 2
        case .nseCurrency: 3
        case .bseEquity: 4
        case .commodity: 5
        case .bseCurrency: 7
        case .bseDerivatives: 8
        }
    }

    package var isDerivatives: Bool { self != .indices && self != .nseEquity && self != .bseEquity }

    /// The letter of the master files (6.3).
    var letter: String {
        switch self {
        case .indices: "I"
        case .nseEquity, .bseEquity: "E"
        case .nseDerivatives, .bseDerivatives: "D"
        case .nseCurrency, .bseCurrency: "C"
        case .commodity: "M"
        }
    }
}
