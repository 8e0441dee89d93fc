import SaudaCore

/// How far the limit of a market order lies from the last price (section 3.9).
enum NeoProtection {
    static func room(_ last: Price, isOption: Bool) -> Price {
        let rupees = Double(last.raw) / 10_000
        guard isOption else {
            return part(of: last, basisPoints: rupees < 100 ? 200 : rupees <= 500 ? 100 : 50)
        }
        switch rupees {
        case ..<1: return Price(paise: 10)
        case ..<5: return part(of: last, basisPoints: 1000)
        case ..<10: return part(of: last, basisPoints: 500)
        case ..<100: return part(of: last, basisPoints: 300)
        case ...500: return part(of: last, basisPoints: 200)
        default: return part(of: last, basisPoints: 100)
        }
    }

    /// Hundredths of a percent.
    static func part(of price: Price, basisPoints: Int64) -> Price {
        Price(raw: price.raw / 10_000 * basisPoints + price.raw % 10_000 * basisPoints / 10_000)
    }
}
