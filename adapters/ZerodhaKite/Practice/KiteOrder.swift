import SaudaBroker
import SaudaCore

/// One order of the book, with all its states so far.
struct KiteOrder: Sendable {
    let id: String
    /// Under which the exchange knows it; nil for one that the broker placed.
    let number: OrderID?
    let slot: Int
    let side: Side
    /// `CNC`, `NRML`, `MIS`.
    let product: String
    let variety: String
    var role = KiteRole.single
    /// Of a stop the order it covers, of a later iceberg leg the first one.
    var parent: String?
    let validity: String
    var timeToLive = 0
    /// `LIMIT`, `SL` ...: as the book shows it.
    var type: String
    /// What the exchange has.
    var terms: OrderTerms
    var protection: String
    var tag: String?
    var tags: [String]
    var placedBy: String
    let placed: Timestamp

    var status: KiteStatus
    var message: String?
    var rawMessage: String?
    /// Moves with each change.
    var time: Timestamp
    var exchangeID: String?
    var exchangeTime: Timestamp?
    var updated: Timestamp?
    var filled = Quantity.zero
    var value = Money.zero
    var pending: Quantity
    var cancelled = Quantity.zero
    /// The change under way.
    var change: KiteChange?
    var changes = 0
    var requests: UInt32 = 0
    var isTriggered = false
    /// The exchange has taken it, so that its cash is set aside there.
    var isAtExchange = false
    /// Oldest first.
    var history: [KiteRow] = []

    var isStop: Bool { terms.kind == .stopLimit || terms.kind == .stopMarket }
    /// What it shows while it rests.
    var resting: KiteStatus { isStop && !isTriggered ? .triggerPending : .open }
    var average: Double { filled.units == 0 ? 0 : Double(value.raw) / Double(filled.units) / 10_000 }
}

/// What an order is part of (section 3.2).
enum KiteRole: Hashable, Sendable {
    case single
    /// The first of a cover order's two; its fill brings the stop.
    case covered(stop: Price)
    case stop
    case leg(KiteLeg)
    /// In the auction of that number, which nobody but this order takes part in.
    case auction(String)

    var meta: PracticeJSON {
        guard case .leg(let leg) = self else { return [:] }
        return [
            "iceberg": [
                "leg": .int(leg.number), "legs": .int(leg.count), "leg_quantity": .quantity(leg.size),
                "total_quantity": .quantity(leg.total), "remaining_quantity": .quantity(leg.remaining),
            ]
        ]
    }
}

/// One leg of an iceberg order, counted from 1.
struct KiteLeg: Hashable, Sendable {
    var number: Int
    var count: Int
    var size: Quantity
    var total: Quantity

    /// What comes after this leg.
    var remaining: Quantity { max(total - Quantity(size.units * Int64(number)), .zero) }
    /// The last leg may be smaller.
    var quantity: Quantity { min(size, total - Quantity(size.units * Int64(number - 1))) }
}

/// New terms for an order, on their way to the exchange.
struct KiteChange: Hashable, Sendable {
    var terms: OrderTerms
    var type: String
}

/// One state of an order as the history tells it.
struct KiteRow: Sendable {
    var json: PracticeJSON
    var status: KiteStatus
}

extension KiteOrder {
    /// Goes to a state and keeps it in the history.
    mutating func turn(to status: KiteStatus, _ listing: KiteListing, user: String) {
        self.status = status
        history.append(KiteRow(json: json(listing, user: user, isHistory: true), status: status))
    }

    /// The row of the book; of the history with fewer fields (3.4).
    func json(_ listing: KiteListing, user: String, isHistory: Bool = false) -> PracticeJSON {
        var pairs: [PracticeJSON.Pair] = []
        func add(_ key: String, _ value: PracticeJSON) { pairs.append(PracticeJSON.Pair(key: key, value: value)) }
        if !isHistory { add("account_id", .string(user)) }
        add("placed_by", .string(placedBy))
        add("order_id", .string(id))
        add("exchange_order_id", .optional(exchangeID))
        add("parent_order_id", .optional(parent))
        add("status", .string(status.rawValue))
        add("status_message", .optional(message))
        if !isHistory { add("status_message_raw", .optional(rawMessage)) }
        add("order_timestamp", KiteTime.json(time))
        if !isHistory { add("exchange_update_timestamp", KiteTime.json(updated)) }
        add("exchange_timestamp", KiteTime.json(exchangeTime))
        add("variety", .string(variety))
        if !isHistory { add("modified", false) }
        add("exchange", .string(listing.exchange))
        add("tradingsymbol", .string(listing.tradingSymbol))
        // The first row comes from before the broker has looked the instrument up.
        add("instrument_token", isHistory && status == .received ? 1 : .int(listing.token))
        add("order_type", .string(type))
        add("transaction_type", .string(side.description))
        add("validity", .string(validity))
        add("validity_ttl", .int(timeToLive))
        add("product", .string(product))
        add("quantity", .quantity(terms.quantity))
        add("disclosed_quantity", .quantity(terms.disclosed))
        add("price", .price(terms.limit))
        add("trigger_price", .price(terms.trigger))
        add("average_price", .double(average))
        add("filled_quantity", .quantity(filled))
        add("pending_quantity", .quantity(pending))
        add("cancelled_quantity", .quantity(cancelled))
        if !isHistory {
            add("market_protection", .number(protection))
            add("meta", role.meta)
        }
        if case .auction(let number) = role { add("auction_number", .string(number)) }
        add("tag", .optional(tag))
        if !isHistory {
            add("tags", .strings(tags))
            add("guid", nil)
        }
        return .object(pairs)
    }

    /// The `data` of an order message on the ticker (4.8): the state is `UPDATE` while it is open.
    func update(_ listing: KiteListing, user: String) -> PracticeJSON {
        guard case .object(let pairs) = json(listing, user: user) else { return nil }
        let left = ["account_id", "modified", "tags", "validity_ttl"]
        var message: [PracticeJSON.Pair] = [
            PracticeJSON.Pair(key: "user_id", value: .string(user)),
            PracticeJSON.Pair(key: "unfilled_quantity", value: 0),
            PracticeJSON.Pair(key: "app_id", value: 1234),
            PracticeJSON.Pair(key: "checksum", value: ""),
        ]
        for pair in pairs where !left.contains(pair.key) {
            let isState = pair.key == "status" && !status.isFinal
            message.append(isState ? PracticeJSON.Pair(key: "status", value: "UPDATE") : pair)
        }
        return .object(message)
    }
}
