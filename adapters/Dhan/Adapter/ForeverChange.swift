import SaudaBroker
import SaudaCore

/// Changes a forever order to what is wanted: one call for each leg that differs, under the leg's name in the list, which
/// is not always the documented one (protocol section 2.10).
struct ForeverChange: Dialogue {
    private let api: DhanAPI
    private let reader: ForeverReader
    private let id: GTTID
    private let gtt: GTT
    private var order: ForeverReader.Order?
    private var left: [Int] = []
    private var isPartly = false

    init(_ api: DhanAPI, _ reader: ForeverReader, _ id: GTTID, to gtt: GTT) {
        self.api = api
        self.reader = reader
        self.id = id
        self.gtt = gtt
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else {
                try ForeverOrders.check(gtt, api)
                _ = try ForeverOrders.path(id)
                return .send(try api.get("/forever/orders"))
            }
            if order == nil {
                let found = try ForeverOrders.find(id, try Failures.body(response), reader)
                left = try differing(found)
                order = found
            } else {
                guard try ForeverOrders.number(response) == id else {
                    throw Failures.wrongShape("another forever order than was asked")
                }
                isPartly = true
            }
            guard let order, !left.isEmpty else { return .done(.gtt(id)) }
            return .send(try request(left.removeFirst(), of: order))
        } catch {
            return .failed(isPartly ? half(error) : error)
        }
    }

    /// The legs to change. What cannot be changed is refused before any is.
    private func differing(_ order: ForeverReader.Order) throws(BrokerError) -> [Int] {
        guard order.instrument.id == gtt.instrument, order.legs.count == gtt.legs.count else {
            throw OrderChecks.refused(
                "instrument and number of legs of a forever order stay; cancel it and place another"
            )
        }
        for (old, new) in zip(order.legs, gtt.legs) {
            guard old.leg.side == new.side, old.leg.product == new.product else {
                throw OrderChecks.refused("side and product of a forever order stay; cancel it and place another")
            }
            guard old.leg == new || old.status == .active else {
                throw OrderChecks.refused("a leg of the forever order waits no longer")
            }
        }
        return gtt.legs.indices.filter { order.legs[$0].leg != gtt.legs[$0] }
    }

    private func request(_ index: Int, of order: ForeverReader.Order) throws(BrokerError) -> HTTPRequest {
        let leg = gtt.legs[index]
        let body: DhanAPI.Members = [
            ("dhanClientId", .text(try api.client())), ("orderId", .text(id.text)),
            ("orderFlag", .text(order.isPair ? "OCO" : "SINGLE")), ("orderType", .text("LIMIT")),
            ("legName", .text(order.legs[index].name)), ("quantity", .count(leg.quantity)),
            ("price", .price(leg.limit)), ("disclosedQuantity", .number("0")),
            ("triggerPrice", .price(leg.trigger)), ("validity", .text("DAY")),
        ]
        return try api.send(.put, try ForeverOrders.path(id), body, endpoint: .order)
    }

    /// A leg was changed and the next was not.
    private func half(_ error: BrokerError) -> BrokerError {
        var error = error
        error.summary = "one leg of the forever order is changed and the other may not be: \(error.summary)"
        error.nextStep = "List it and compare both legs. \(error.nextStep)"
        if error.recovery != .signInAgain { error.recovery = .checkOrderBook }
        return error
    }
}
