import SaudaCore

/// Why an order was refused, in words that rules branch on. Texts are free and few are known (protocol section 5.2), so
/// they stay the broker's own words.
enum Rejections {
    static func rejection(text: String) -> Rejection {
        .other(code: "", text: String(text.prefix(500)))
    }
}
