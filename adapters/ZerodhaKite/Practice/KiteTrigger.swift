import SaudaBroker
import SaudaCore

/// One GTT (section 3.8): an order that the broker keeps until a price is reached.
struct KiteTrigger: Sendable {
    struct Order: Sendable {
        var side: Side
        var product: String
        var quantity: Quantity
        var price: Price
        /// Once it has fired.
        var result: Result?
    }

    struct Result: Sendable {
        var time: Timestamp
        /// Where it fired.
        var price: Price
        /// Empty when it failed.
        var order: String
        var reason: String
    }

    enum Status: String, Sendable {
        case active, triggered, expired, deleted
    }

    let id: Int
    var slot: Int
    var values: [Price]
    /// From where the values are looked at.
    var last: Price
    var orders: [Order]
    let created: Timestamp
    var updated: Timestamp
    var expires: Timestamp
    var status = Status.active

    /// Which of its values a price has reached.
    func reached(_ price: Price) -> Int? {
        values.indices.first { values[$0] > last ? price >= values[$0] : price <= values[$0] }
    }

    func json(_ listing: KiteListing, user: String) -> PracticeJSON {
        [
            "id": .int(id), "user_id": .string(user), "parent_trigger": nil,
            "type": values.count == 1 ? "single" : "two-leg", "created_at": KiteTime.json(created),
            "updated_at": KiteTime.json(updated), "expires_at": KiteTime.json(expires),
            "status": .string(status.rawValue),
            "condition": [
                "exchange": .string(listing.exchange), "last_price": .price(last),
                "tradingsymbol": .string(listing.tradingSymbol), "trigger_values": .array(values.map { .price($0) }),
                "instrument_token": .int(listing.token),
            ],
            "orders": .array(orders.map { json($0, listing, user: user) }), "meta": [:],
        ]
    }

    private func json(_ order: Order, _ listing: KiteListing, user: String) -> PracticeJSON {
        let common: [(String, PracticeJSON)] = [
            ("exchange", .string(listing.exchange)), ("tradingsymbol", .string(listing.tradingSymbol)),
            ("product", .string(order.product)), ("order_type", "LIMIT"),
            ("transaction_type", .string(order.side.description)), ("quantity", .quantity(order.quantity)),
            ("price", .price(order.price)),
        ]
        var result = PracticeJSON.null
        if let fired = order.result {
            let meta = "{\"app_id\":1234,\"gtt\":\(id)}"
            let outcome: PracticeJSON = [
                "status": fired.order.isEmpty ? "failed" : "success", "order_id": .string(fired.order),
                "rejection_reason": .string(fired.reason),
            ]
            let more: [(String, PracticeJSON)] = [
                ("account_id", .string(user)), ("validity", "DAY"), ("meta", .string(meta)),
                ("timestamp", KiteTime.json(fired.time)), ("triggered_at", .price(fired.price)),
                ("order_result", outcome),
            ]
            result = .object((common + more).map { PracticeJSON.Pair(key: $0.0, value: $0.1) })
        }
        return .object((common + [("result", result)]).map { PracticeJSON.Pair(key: $0.0, value: $0.1) })
    }
}

/// All of an account's.
struct KiteTriggers: Sendable {
    private(set) var all: [KiteTrigger] = []
    private var issued = 0

    mutating func nextID() -> Int {
        issued += 1
        return 100_000 + issued
    }

    var active: Int { all.reduce(0) { $0 + ($1.status == .active ? 1 : 0) } }

    func place(of id: Int) -> Int? { all.firstIndex { $0.id == id } }

    subscript(place: Int) -> KiteTrigger {
        get { all[place] }
        set { all[place] = newValue }
    }

    mutating func add(_ trigger: KiteTrigger) { all.append(trigger) }

    /// After a year nothing is left of it.
    mutating func expire(at now: Timestamp) {
        for place in all.indices where all[place].status == .active && all[place].expires <= now {
            all[place].status = .expired
            all[place].updated = now
        }
    }
}
