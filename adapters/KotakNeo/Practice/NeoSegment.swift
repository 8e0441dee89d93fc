package import SaudaCore

/// An exchange segment by the dialect's word (section 5).
package enum NeoSegment: String, CaseIterable, Hashable, Sendable {
    case nseCash = "nse_cm"
    case bseCash = "bse_cm"
    case nseDerivatives = "nse_fo"
    case bseDerivatives = "bse_fo"
    case commodity = "mcx_fo"
    case nseCurrency = "cde_fo"
    case bseCurrency = "bcs_fo"

    /// Indices are rows of the cash segments.
    package init(_ segment: Segment) {
        self =
            switch segment {
            case .nseIndex, .nseEquity: .nseCash
            case .bseIndex, .bseEquity: .bseCash
            case .nseDerivatives: .nseDerivatives
            case .bseDerivatives: .bseDerivatives
            case .mcxCommodity: .commodity
            case .nseCurrency: .nseCurrency
            case .bseCurrency: .bseCurrency
            }
    }

    package var isDerivatives: Bool { self != .nseCash && self != .bseCash }
    /// Currency is watched alone.
    package var takesOrders: Bool { self != .nseCurrency && self != .bseCurrency }

    /// `NSE`, `BSE`, `MCX`.
    package var exchange: String {
        switch self {
        case .nseCash, .nseDerivatives, .nseCurrency: "NSE"
        case .bseCash, .bseDerivatives, .bseCurrency: "BSE"
        case .commodity: "MCX"
        }
    }
}
