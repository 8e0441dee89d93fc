import SaudaBroker
import SaudaCore

/// One execution (protocol section 3.6).
struct KiteTrade: Sendable {
    let id: String
    let order: Int
    let price: Double
    let quantity: Quantity
    let time: Timestamp

    func json(_ order: KiteOrder, _ listing: KiteListing) -> PracticeJSON {
        [
            "trade_id": .string(id), "order_id": .string(order.id), "exchange": .string(listing.exchange),
            "tradingsymbol": .string(listing.tradingSymbol), "instrument_token": .int(listing.token),
            "product": .string(order.product), "average_price": .double(price), "quantity": .quantity(quantity),
            "exchange_order_id": .optional(order.exchangeID), "transaction_type": .string(order.side.description),
            "fill_timestamp": KiteTime.json(time), "order_timestamp": .string("\(time.time)"),
            "exchange_timestamp": KiteTime.json(time),
        ]
    }
}
