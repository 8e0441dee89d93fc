import SaudaBroker
import SaudaCore

/// GTTs out (protocol section 3.8).
struct GTTRequests {
    private let api: KiteAPI

    init(_ api: KiteAPI) { self.api = api }

    func one(_ id: GTTID, _ reader: GTTReader) -> any Dialogue {
        let api = api
        guard let path = Self.path(id) else { return Refused(Self.foreign(id)) }
        return SingleRead(api, path) { data throws(BrokerError) in
            let rows = try reader.list(.array([data]))
            guard case .gtts(let list) = rows.result, list.first?.id == id else {
                throw Failures.wrongShape("another GTT, or one that cannot be read")
            }
            return rows
        }
    }

    func delete(_ id: GTTID) -> any Dialogue {
        let api = api
        guard let path = Self.path(id) else { return Refused(Self.foreign(id)) }
        return SingleRead({ () throws(BrokerError) in try api.delete(path, endpoint: .other) }) {
            data throws(BrokerError) in
            _ = try Self.id(data)
            return Reading(.done)
        }
    }

    /// - Parameter last: the last price, from which the trigger is looked at.
    func write(_ gtt: GTT, last: Price, in id: GTTID?) throws(BrokerError) -> HTTPRequest {
        let listing = try check(gtt)
        try Self.check(gtt, last: last)
        let (exchange, symbol) = listing.orderNames
        let instrument: [(name: String, value: JSONBody)] = [
            ("exchange", .text(exchange)), ("tradingsymbol", .text(symbol)),
        ]
        let condition = JSONBody.members(
            instrument + [
                ("trigger_values", .list(gtt.legs.map { .price($0.trigger) })), ("last_price", .price(last)),
            ]
        )
        let orders = gtt.legs.map { leg in
            JSONBody.members(
                instrument + [
                    ("transaction_type", .text(leg.side.word)), ("quantity", .count(leg.quantity)),
                    ("order_type", .text("LIMIT")), ("product", .text(leg.product.word)), ("price", .price(leg.limit)),
                ]
            )
        }
        let form: KiteAPI.Fields = [
            ("type", gtt.legs.count == 1 ? "single" : "two-leg"), ("condition", condition.text),
            ("orders", JSONBody.list(orders).text),
        ]
        guard let id else { return try api.send(.post, "/gtt/triggers", form, endpoint: .other) }
        guard let path = Self.path(id) else { throw Self.foreign(id) }
        return try api.send(.put, path, form, endpoint: .other)
    }

    static func id(_ data: JSON) throws(BrokerError) -> GTTID {
        guard let number = data["trigger_id"].integer, number > 0 else {
            throw Failures.wrongShape("no trigger number")
        }
        return GTTID("\(number)")
    }

    // MARK: - Checks

    /// What can be said without a price.
    @discardableResult
    func check(_ gtt: GTT) throws(BrokerError) -> Listing {
        guard let listing = api.context.listings[gtt.instrument], listing.instrument.kind != .index else {
            throw OrderRequests.impossible("the GTT's instrument is not in the instrument list, or is an index")
        }
        guard gtt.legs.count == 1 || gtt.legs.count == 2 else {
            throw OrderRequests.impossible("a GTT has one leg or two")
        }
        let isShare = listing.instrument.segment == .nseEquity || listing.instrument.segment == .bseEquity
        for leg in gtt.legs {
            guard leg.trigger.isPlausible, leg.limit.isPlausible else {
                throw OrderRequests.impossible("every leg of a GTT has a trigger and a limit")
            }
            guard leg.quantity.units > 0, leg.quantity <= .limit,
                leg.quantity.units.isMultiple(of: listing.instrument.lot.units)
            else { throw OrderRequests.impossible("a leg's quantity is not whole lots of \(listing.instrument.lot)") }
            guard leg.product == (isShare ? .delivery : .carryForward) else {
                throw OrderRequests.impossible("a GTT is for delivery, in derivatives for carrying forward")
            }
            if gtt.legs.count == 2, isShare, leg.side == .buy {
                throw OrderRequests.impossible("a GTT with two legs buys in derivatives only")
            }
        }
        return listing
    }

    private static func check(_ gtt: GTT, last: Price) throws(BrokerError) {
        guard last.isPlausible else { throw OrderRequests.impossible("a GTT needs the last price") }
        guard !gtt.legs.contains(where: { $0.trigger == last }) else {
            throw OrderRequests.impossible("a trigger is the last price \(last) itself")
        }
        guard gtt.legs.count == 2 else { return }
        guard gtt.legs[0].trigger < last, last < gtt.legs[1].trigger else {
            throw OrderRequests.impossible(
                "the last price \(last) does not lie between the triggers, the lower one first"
            )
        }
    }

    private static func path(_ id: GTTID) -> String? {
        guard !id.text.isEmpty, id.text.utf8.count <= 18, id.text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return "/gtt/triggers/\(id)"
    }

    private static func foreign(_ id: GTTID) -> BrokerError {
        OrderRequests.impossible("'\(id)' is no GTT number of this broker")
    }
}

/// Places or replaces a GTT; where the last price is not said, it is asked for first.
struct GTTWrite: Dialogue {
    private let api: KiteAPI
    private let gtt: GTT
    private let id: GTTID?
    private var hasPrice: Bool

    init(_ api: KiteAPI, _ gtt: GTT, in id: GTTID?) {
        self.api = api
        self.gtt = gtt
        self.id = id
        hasPrice = gtt.last != nil
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            let requests = GTTRequests(api)
            guard case .response(let response) = input else {
                let key = try requests.check(gtt).orderKey
                if let last = gtt.last { return .send(try requests.write(gtt, last: last, in: id)) }
                return .send(try api.get("/quote/ltp", [("i", key)], endpoint: .quote))
            }
            let data = try Failures.data(response)
            guard !hasPrice else { return .done(.gtt(try GTTRequests.id(data))) }
            hasPrice = true
            let quote = data[api.context.listings[gtt.instrument]?.orderKey ?? ""]
            guard let raw = quote["last_price"].decimal(places: 4), Price(raw: raw).isPlausible else {
                throw OrderRequests.impossible("the broker has no last price of the GTT's instrument; give one")
            }
            return .send(try requests.write(gtt, last: Price(raw: raw), in: id))
        } catch {
            return .failed(error)
        }
    }
}
