import SaudaBroker
import SaudaCore

/// One order of the book (section 5.1).
struct UpstoxOrder: Sendable {
    /// The words of section 5.2 that come to pass here.
    enum Status: String, Hashable, Sendable {
        case received = "put order req received"
        case validating = "validation pending"
        case opening = "open pending"
        case open
        case triggerPending = "trigger pending"
        case changing = "modify pending"
        case notModified = "not modified"
        case cancelling = "cancel pending"
        case notCancelled = "not cancelled"
        case afterMarket = "after market order req received"
        case complete, cancelled, rejected
        case afterMarketCancelled = "cancelled after market order"

        var isFinal: Bool {
            [.complete, .cancelled, .rejected, .afterMarketCancelled].contains(self)
        }
    }

    let id: String
    /// Under which the exchange knows it; nil for one that the exchange itself made.
    let number: OrderID?
    let slot: Int
    let side: Side
    /// `I` or `D`.
    let product: String
    var terms: OrderTerms
    let tag: String?
    let isAfterMarket: Bool
    let placed: Timestamp

    var status: Status
    var updated: Timestamp
    var exchangeID: String?
    var filled = Quantity.zero
    var value = Money.zero
    var message: String?
    /// The change under way.
    var change: OrderTerms?
    var requests: UInt32 = 0
    /// The exchange has taken it, so that it can be changed and cancelled there.
    var isAtExchange = false

    /// What it goes back to when a change or a cancel has come to nothing, or to something.
    var working: Status { terms.kind.isStop && filled == .zero ? .triggerPending : .open }

    static func word(_ kind: OrderKind) -> String {
        switch kind {
        case .market: "MARKET"
        case .limit: "LIMIT"
        case .stopLimit: "SL"
        case .stopMarket: "SL-M"
        }
    }

    /// A row of the book or a state of the history.
    func pairs(_ listing: UpstoxListing, user: String) -> [PracticeJSON.Pair] {
        let average = filled.units == 0 ? 0 : Double(value.raw) / Double(filled.units) / 10_000
        let row: PracticeJSON = [
            "exchange": .string(listing.bookExchange), "product": .string(product), "price": .price(terms.limit),
            "quantity": .quantity(terms.quantity), "status": .string(status.rawValue), "guid": nil,
            "tag": .optional(tag), "instrument_token": .string(listing.key), "placed_by": .string(user),
            "trading_symbol": .string(listing.tradingSymbol), "tradingsymbol": .string(listing.tradingSymbol),
            "order_type": .string(Self.word(terms.kind)), "validity": .string(terms.validity == .ioc ? "IOC" : "DAY"),
            "trigger_price": .price(terms.trigger), "disclosed_quantity": .quantity(terms.disclosed),
            "transaction_type": .string(side.description), "average_price": .double(average),
            "filled_quantity": .quantity(filled),
            "pending_quantity": .quantity(status.isFinal ? .zero : terms.quantity - filled),
            "status_message": .optional(message), "status_message_raw": .optional(message),
            "exchange_order_id": .optional(exchangeID), "parent_order_id": nil, "order_id": .string(id),
            "variety": .string(isAfterMarket ? "AMO" : "SIMPLE"), "order_timestamp": .string(UpstoxTime.stamp(updated)),
            "exchange_timestamp": .optional(exchangeID.map { _ in UpstoxTime.stamp(updated) }),
            "is_amo": .bool(isAfterMarket), "order_request_id": .string("\(requests + 1)"),
            "order_ref_id": .string("ref-\(id)"),
        ]
        guard case .object(let pairs) = row else { return [] }
        return pairs
    }

    /// Section 9.2: empty texts in place of null, the symbol with its series, some names twice.
    func update(_ listing: UpstoxListing, user: String) -> String {
        var pairs: [PracticeJSON.Pair] = [
            .init(key: "update_type", value: "order"), .init(key: "user_id", value: .string(user)),
            .init(key: "userId", value: .string(user)), .init(key: "instrument_key", value: .string(listing.key)),
        ]
        for pair in self.pairs(listing, user: user) where pair.key != "tradingsymbol" {
            var pair = pair
            if pair.value == .null { pair.value = "" }
            if pair.key == "trading_symbol", listing.isEquity {
                pair.value = .string("\(listing.tradingSymbol)-\(listing.type)")
            }
            pairs.append(pair)
        }
        return PracticeJSON.object(pairs).text
    }
}

extension OrderKind {
    var isStop: Bool { self == .stopLimit || self == .stopMarket }
}
