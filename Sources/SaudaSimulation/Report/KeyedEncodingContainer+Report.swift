import SaudaCore

/// How the words of the core are written in a result. What is nil, infinite or not a number becomes null, and every
/// key is always there.
///
/// Money is a number of rupees with at most two decimals, prices with at most four. Both are one correctly rounded
/// division of an integer by a power of ten, so the shortest text of the number is the exact amount, up to 15 digits:
/// 9,99,99,99,99,99,999.99 rupees. Days are `YYYY-MM-DD`, moments ISO 8601 with +05:30.
extension KeyedEncodingContainer {
    mutating func encodeRupees(_ money: Money?, forKey key: Key) throws {
        try encode(money.map { Double($0.roundedToPaisa().raw / 100) / 100 }, forKey: key)
    }

    mutating func encodePrice(_ price: Price?, forKey key: Key) throws {
        try encode(price.map { Double($0.raw) / Double(Price.scale) }, forKey: key)
    }

    mutating func encodeRatio(_ ratio: Double?, forKey key: Key) throws {
        try encode(ratio.flatMap { $0.isFinite ? $0 : nil }, forKey: key)
    }

    mutating func encodeDay(_ day: Day?, forKey key: Key) throws {
        try encode(day?.description, forKey: key)
    }
}
