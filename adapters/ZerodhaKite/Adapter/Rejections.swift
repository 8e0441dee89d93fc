import SaudaBroker
import SaudaCore

/// Why an order was refused, in words that rules branch on. The type says it where it can; a text is read only for what
/// no type tells, and what fits no pattern stays the broker's own words.
enum Rejections {
    static func rejection(type: String?, text: String) -> Rejection {
        let lower = text.lowercased()
        if lower.contains("required margin"), let (need, have) = amounts(in: text) {
            return .funds(need: need, have: have)
        }
        if type == "HoldingException" || lower.contains("no holdings") || lower.contains("insufficient holdings") {
            return .noHoldings
        }
        if lower.contains("tick size") { return .offTick }
        if lower.contains("circuit limit") || lower.contains("price range"), let (low, high) = band(in: text) {
            return .outsideBand(low: low, high: high)
        }
        if lower.contains("markets are closed") || lower.contains("market is closed") { return .marketClosed }
        if type == "PermissionException" { return .notPermitted }
        return .other(code: type ?? "", text: String(text.prefix(500)))
    }

    /// "Required margin is 95417.84 but available margin is 74251.80."
    private static func amounts(in text: String) -> (need: Money, have: Money)? {
        let numbers = numbers(in: text).compactMap { Money($0) }
        return numbers.count >= 2 ? (numbers[0], numbers[1]) : nil
    }

    private static func band(in text: String) -> (low: Price, high: Price)? {
        let prices = numbers(in: text).compactMap { Price($0) }.filter(\.isPlausible)
        guard prices.count == 2, prices[0] != prices[1] else { return nil }
        return (min(prices[0], prices[1]), max(prices[0], prices[1]))
    }

    /// The plain decimals of a text, in order; digits that are part of a word are none.
    private static func numbers(in text: String) -> [Substring] {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-")) }.compactMap { word in
            var number = word
            while let last = number.last, last == "." || last == "-" { number.removeLast() }
            guard let first = number.first, first.isNumber else { return nil }
            return number.allSatisfy { $0.isNumber || $0 == "." } ? number : nil
        }
    }
}
