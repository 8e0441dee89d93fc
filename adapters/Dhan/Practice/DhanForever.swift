import SaudaBroker
import SaudaCore

/// A forever order: one order, or two of which one cancels the other, that the broker keeps until a price is reached
/// (section 2.10).
struct DhanForever: Sendable {
    struct Leg: Sendable {
        let name: DhanLeg
        var quantity: Quantity
        /// Zero for a market order.
        var price: Price
        var trigger: Price
        /// It fires at prices from the trigger up; otherwise from the trigger down.
        var firesAbove: Bool
        var status = DhanStatus.confirm
        /// Of the order that it has placed.
        var order: String?
    }

    let id: String
    let slot: Int
    let side: Side
    let product: String
    let correlation: String
    var legs: [Leg]
    let created: Timestamp
    var updated: Timestamp?

    var isWaiting: Bool { legs.contains { $0.status == .confirm } }

    /// Which of its legs a price has reached.
    func reached(_ price: Price) -> Int? {
        legs.indices.first {
            legs[$0].status == .confirm
                && (legs[$0].firesAbove ? price >= legs[$0].trigger : price <= legs[$0].trigger)
        }
    }

    /// One row per leg, all with the same id.
    func rows(_ listing: DhanListing, client: String) -> [PracticeJSON] {
        legs.map { leg in
            [
                "dhanClientId": .string(client), "orderId": .string(id), "orderStatus": .string(leg.status.rawValue),
                "transactionType": .string(side.description),
                "exchangeSegment": .string(listing.segment.rawValue), "productType": .string(product),
                "orderType": legs.count == 1 ? "SINGLE" : "OCO", "tradingSymbol": .string(listing.tradingSymbol),
                "securityId": .string("\(listing.securityID)"), "quantity": .quantity(leg.quantity),
                "price": .float(leg.price), "triggerPrice": .float(leg.trigger),
                "legName": .string(leg.name.rawValue), "createTime": DhanTime.json(created),
                "updateTime": .optional(updated.map(DhanTime.stamp)), "exchangeTime": nil,
                "drvExpiryDate": .optional(listing.expiry.map { "\($0)" }),
                "drvOptionType": listing.isOption ? .string(listing.optionWord) : .null,
                "drvStrikePrice": .float(listing.strike),
            ]
        }
    }
}
