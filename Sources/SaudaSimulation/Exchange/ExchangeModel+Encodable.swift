import SaudaCore

/// For results and fingerprints: every setting under its name, in the units that are said.
extension ExchangeModel: Encodable {
    private enum CodingKeys: String, CodingKey {
        case seed
        case jitterMicroseconds = "jitter_microseconds"
        case slippage
        case participation = "participation_basis_points"
        case bandedShares = "banded_shares"
        case workingRange = "working_range"
        case locksFromPrices = "locks_from_prices"
        case indicativePrice = "indicative_price"
        case closingAuction = "closing_auction"
        case squareOff = "square_off"
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(seed, forKey: .seed)
        try values.encode(jitter.microseconds, forKey: .jitterMicroseconds)
        try values.encode(slippage.description, forKey: .slippage)
        try values.encode(participation, forKey: .participation)
        try values.encode(bands?.count, forKey: .bandedShares)
        try values.encode(hasWorkingRange, forKey: .workingRange)
        try values.encode(locksFromPrices, forKey: .locksFromPrices)
        try values.encode(showsIndicativePrice, forKey: .indicativePrice)
        try values.encode(hasClosingAuction, forKey: .closingAuction)
        try values.encode(squareOff?.text, forKey: .squareOff)
    }
}
