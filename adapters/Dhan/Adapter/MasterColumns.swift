/// Where the columns of an instrument master are, by name: of the detailed layout or the compact one (protocol sections
/// 6.1 and 6.2). More than the known ones are fine.
struct MasterColumns {
    var exchange, segment, security, instrument, kind, series, lot, expiry, strike, option, tick: Int
    /// The plain symbol (detailed), or the trading symbol (compact).
    var symbol: Int
    /// Detailed only.
    var freeze: Int?
    var count: Int
    var isDetailed: Bool
    /// The header ends in a comma, and so does every row.
    var endsInComma: Bool

    init?(_ header: [String]) {
        endsInComma = header.count > 1 && header.last == ""
        count = header.count
        var places: [String: Int] = [:]
        for (place, name) in header.enumerated() where !name.isEmpty {
            guard places.updateValue(place, forKey: name) == nil else { return nil }
        }
        isDetailed = places["SECURITY_ID"] != nil
        let names =
            isDetailed
            ? [
                "EXCH_ID", "SEGMENT", "SECURITY_ID", "INSTRUMENT", "INSTRUMENT_TYPE", "SERIES", "LOT_SIZE",
                "SM_EXPIRY_DATE", "STRIKE_PRICE", "OPTION_TYPE", "TICK_SIZE", "UNDERLYING_SYMBOL",
            ]
            : [
                "SEM_EXM_EXCH_ID", "SEM_SEGMENT", "SEM_SMST_SECURITY_ID", "SEM_INSTRUMENT_NAME",
                "SEM_EXCH_INSTRUMENT_TYPE", "SEM_SERIES", "SEM_LOT_UNITS", "SEM_EXPIRY_DATE", "SEM_STRIKE_PRICE",
                "SEM_OPTION_TYPE", "SEM_TICK_SIZE", "SEM_TRADING_SYMBOL",
            ]
        let found = names.compactMap { places[$0] }
        guard found.count == names.count else { return nil }
        (exchange, segment, security, instrument) = (found[0], found[1], found[2], found[3])
        (kind, series, lot, expiry) = (found[4], found[5], found[6], found[7])
        (strike, option, tick, symbol) = (found[8], found[9], found[10], found[11])
        freeze = places["SM_FREEZE_QTY"]
    }

    /// Whether a row has all columns: one empty column more than the header is no other row.
    func fits(_ fields: [String]) -> Bool {
        fields.count == count || (fields.count == count + 1 && fields.last == "")
    }
}
