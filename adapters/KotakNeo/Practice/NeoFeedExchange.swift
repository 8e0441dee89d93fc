/// The segments of the sockets, by the names that the control frames have for them (section 8).
package enum NeoFeedExchange: String, Hashable, Sendable, CaseIterable {
    case nseShares = "nse_cm"
    case nseDerivatives = "nse_fo"
    case nseCurrencies = "cde_fo"
    case nseCommodities = "nse_com"
    case bseShares = "bse_cm"
    case bseDerivatives = "bse_fo"
    case bseCurrencies = "bse_cd"
    case bseCommodities = "bse_co"
    case commodities = "mcx_fo"
    case commodityContracts = "ncd_co"

    /// As it stands in binary packets.
    package var number: Int8 {
        switch self {
        case .nseShares: 1
        case .nseDerivatives: 2
        case .nseCurrencies: 3
        case .nseCommodities: 4
        case .bseShares: 5
        case .bseDerivatives: 6
        case .bseCurrencies: 7
        case .bseCommodities: 8
        case .commodities: 9
        case .commodityContracts: 10
        }
    }

    /// What one rupee is on the wire of SFeed.
    package var divider: Int64 {
        switch self {
        case .nseCurrencies, .bseCurrencies: 10_000_000
        case .nseCommodities, .bseCommodities: 10_000
        case .commodityContracts: 1
        default: 100
        }
    }

    /// The decimals that HSM tells for the prices of this segment.
    package var precision: UInt8 {
        switch self {
        case .nseCurrencies, .bseCurrencies, .nseCommodities, .bseCommodities: 4
        default: 2
        }
    }
}
