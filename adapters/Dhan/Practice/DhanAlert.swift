import SaudaBroker
import SaudaCore

/// A conditional trigger: orders that go out when a price meets a condition (section 2.11).
struct DhanAlert: Sendable {
    enum Status: String, Sendable {
        case active = "ACTIVE"
        case triggered = "TRIGGERED"
        case expired = "EXPIRED"
        case cancelled = "CANCELLED"
    }

    enum Operator: String, Sendable {
        case up = "CROSSING_UP"
        case down = "CROSSING_DOWN"
        case either = "CROSSING_ANY_SIDE"
        case greater = "GREATER_THAN"
        case less = "LESS_THAN"
        case notLess = "GREATER_THAN_EQUAL"
        case notGreater = "LESS_THAN_EQUAL"
        case equal = "EQUAL"
        case notEqual = "NOT_EQUAL"

        /// - Parameter last: the price before.
        func holds(_ price: Price, _ value: Price, last: Price) -> Bool {
            switch self {
            case .up: last < value && price >= value
            case .down: last > value && price <= value
            case .either: (last < value && price >= value) || (last > value && price <= value)
            case .greater: price > value
            case .less: price < value
            case .notLess: price >= value
            case .notGreater: price <= value
            case .equal: price == value
            case .notEqual: price != value
            }
        }
    }

    let id: String
    var slot: Int
    var test: Operator
    var value: Price
    /// It may be met again.
    var isRepeated: Bool
    var expires: Day
    var note: String
    /// As they were sent, and written back as they were.
    var orders: [DhanForm]
    let created: Timestamp
    var triggered: Timestamp?
    var status = Status.active
    /// The price that it was tried with last.
    var last: Price

    var answer: PracticeJSON { ["alertId": .string(id), "alertStatus": .string(status.rawValue)] }

    func json(_ listing: DhanListing, price: Price) -> PracticeJSON {
        [
            "alertId": .string(id), "alertStatus": .string(status.rawValue), "createdTime": DhanTime.json(created),
            "triggeredTime": .optional(triggered.map(DhanTime.stamp)), "lastPrice": .float(price),
            "condition": [
                "comparisonType": "PRICE_WITH_VALUE", "exchangeSegment": .string(listing.segment.rawValue),
                "securityId": .string("\(listing.securityID)"), "operator": .string(test.rawValue),
                "comparingValue": .float(value), "expDate": .string("\(expires)"),
                "frequency": isRepeated ? "ALWAYS" : "ONCE", "userNote": .string(note),
            ],
            "orders": .array(orders.map { DhanAlert.echo($0) }),
        ]
    }

    private static func echo(_ form: DhanForm) -> PracticeJSON {
        let names = [
            "transactionType", "exchangeSegment", "productType", "orderType", "securityId", "quantity", "validity",
            "price", "discQuantity", "triggerPrice",
        ]
        return .object(
            names.compactMap { name in
                switch form.json[name] {
                case .text(let text): PracticeJSON.Pair(key: name, value: .string(text))
                case .number(let text): PracticeJSON.Pair(key: name, value: .number(text))
                case .null, .bool, .array, .object: nil
                }
            }
        )
    }
}
