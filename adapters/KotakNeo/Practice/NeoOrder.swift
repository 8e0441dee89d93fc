import SaudaBroker
import SaudaCore

/// One order of the book, and every state that it has been in (sections 3.5 and 4).
struct NeoOrder: Sendable {
    /// `nOrdNo`: YYMMDD and nine digits.
    let id: String
    /// Under which the exchange knows it; nil for one that the exchange itself made.
    let number: OrderID?
    let slot: Int
    let side: Side
    /// `CNC`, `NRML`, `MIS`, `MTF`.
    let product: String
    /// `L`, `MKT`, `SL`, `SL-M`: as the book shows it.
    var type: String
    /// What the exchange has.
    var terms: OrderTerms
    /// `GuiOrdId`; blank when there is none. The broker puts another one in its place later.
    var tag: String
    let isAfterMarket: Bool
    let origin: NeoOrigin
    let placed: Timestamp

    var status: NeoStatus
    var updated: Timestamp
    /// Nanoseconds since 1970, of the last change; grows with each.
    var stamp: Int64 = 0
    var exchangeID: String?
    var exchangeTime: Timestamp?
    var filled = Quantity.zero
    var value = Money.zero
    var cancelled = Quantity.zero
    /// `rejRsn`; blank for none.
    var reason = ""
    /// The change under way.
    var change: NeoChange?
    var isCancelling = false
    /// The price that a stop order waits for has come.
    var isTriggered = false
    var changes = 0
    var requests: UInt32 = 0
    /// The exchange has taken it, so that it can be changed and cancelled there.
    var isAtExchange = false
    /// The states before and at this one, oldest first; each without a list of its own.
    var states: [NeoOrder] = []

    /// Zero before the first fill.
    var average: Price { value.price(per: filled) }
    var remaining: Quantity { status.isFinal ? .zero : max(terms.quantity - filled, .zero) }

    var withoutStates: NeoOrder {
        var order = self
        order.states = []
        return order
    }
}

/// New terms for an order, on their way to the exchange.
struct NeoChange: Hashable, Sendable {
    var terms: OrderTerms
    var type: String
}

/// Who placed an order.
enum NeoOrigin: Hashable, Sendable {
    case api
    /// By hand, in the broker's own app: no API call changes it (code 91400).
    case app
    /// The broker closes a position itself.
    case squareOff
}
