import SaudaCore

/// Why an order was refused, in words that rules branch on. Few texts are known (protocol section 1.7), so most stay the
/// broker's own words.
enum Rejections {
    static func rejection(code: String, text: String) -> Rejection {
        let lower = text.lowercased()
        if lower.contains("market is closed") { return .marketClosed }
        return .other(code: code, text: String(text.prefix(500)))
    }
}
