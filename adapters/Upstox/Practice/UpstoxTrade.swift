import SaudaBroker
import SaudaCore

/// One execution (section 5.3): no tag.
struct UpstoxTrade: Sendable {
    let id: String
    let order: UpstoxOrder
    let quantity: Quantity
    let value: Money
    let time: Timestamp

    func json(_ listing: UpstoxListing) -> PracticeJSON {
        [
            "exchange": .string(listing.bookExchange), "product": .string(order.product),
            "trading_symbol": .string(listing.tradingSymbol), "tradingsymbol": .string(listing.tradingSymbol),
            "instrument_token": .string(listing.key), "order_type": .string(UpstoxOrder.word(order.terms.kind)),
            "transaction_type": .string(order.side.description), "quantity": .quantity(quantity),
            "exchange_order_id": .optional(order.exchangeID), "order_id": .string(order.id),
            "exchange_timestamp": .string(UpstoxTime.stamp(time)), "average_price": .price(value.price(per: quantity)),
            "trade_id": .string(id), "order_ref_id": .string("ref-\(order.id)"),
            "order_timestamp": .string(UpstoxTime.stamp(order.placed)),
        ]
    }
}
