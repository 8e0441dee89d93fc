import SaudaCore

// Symbols of derivatives (section 6.4).

extension DhanListing {
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `NIFTY-Sep2026-29150-CE`, with the day in commodities: `CRUDEOIL-17Nov2026-8000-CE`.
    static func tradingSymbol(_ root: String, _ expiry: Day, _ option: (Price, isCall: Bool)?, withDay: Bool) -> String
    {
        let (year, month, day) = expiry.parts
        let date = (withDay ? twoDigits(day) : "") + "\(months[month - 1])\(year)"
        guard let (strike, isCall) = option else { return "\(root)-\(date)-FUT" }
        return "\(root)-\(date)-\(plain(strike))-\(isCall ? "CE" : "PE")"
    }

    /// `NIFTY AUG FUT`, `NIFTY 29 SEP 29150 CALL`.
    static func customSymbol(_ root: String, _ expiry: Day, _ option: (Price, isCall: Bool)?) -> String {
        let month = months[expiry.parts.month - 1].uppercased()
        guard let (strike, isCall) = option else { return "\(root) \(month) FUT" }
        return "\(root) \(twoDigits(expiry.parts.day)) \(month) \(plain(strike)) \(isCall ? "CALL" : "PUT")"
    }

    static func plain(_ price: Price) -> String {
        var text = "\(price)"
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
        return text
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
