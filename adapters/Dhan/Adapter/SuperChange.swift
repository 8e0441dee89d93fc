import SaudaBroker
import SaudaCore

/// Changes a super order: what is not to change is sent as the list has it, for what is left out ends or is guessed (trap
/// T25). While the entry is open all of it is one call, afterwards each exit has its own.
struct SuperChange: Dialogue {
    private let api: DhanAPI
    private let reader: SuperReader
    private let id: BrokerOrderID
    private let change: BracketChange
    private var left: [DhanAPI.Members]?
    private var isPartly = false

    init(_ api: DhanAPI, _ reader: SuperReader, _ id: BrokerOrderID, _ change: BracketChange) {
        self.api = api
        self.reader = reader
        self.id = id
        self.change = change
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else {
                _ = try SuperOrders.path(id)
                guard !change.isEmpty else { throw OrderChecks.refused("nothing is to change") }
                return .send(try api.get("/super/orders"))
            }
            if left == nil {
                left = try parts(of: try reader.find(id, try Failures.body(response)))
            } else {
                guard try SuperOrders.number(response) == id else {
                    throw Failures.wrongShape("another super order than was asked")
                }
                isPartly = true
            }
            guard let part = left?.first else { return .done(.bracket(id)) }
            left?.removeFirst()
            let head: DhanAPI.Members = [("dhanClientId", .text(try api.client())), ("orderId", .text(id.text))]
            return .send(try api.send(.put, try SuperOrders.path(id), head + part, endpoint: .order))
        } catch {
            return .failed(isPartly ? half(error) : error)
        }
    }

    /// What is to be sent; nothing when it is like that already. What cannot be changed is refused before anything is.
    private func parts(of row: BracketRow) throws(BrokerError) -> [DhanAPI.Members] {
        let entry = row.entry
        guard let instrument = entry.instrument, let listing = api.context.listings[instrument] else {
            throw OrderChecks.refused("the instrument of the super order is not in the instrument list")
        }
        guard !row.isClosed else { throw OrderChecks.refused("the super order is closed") }
        let isOpen = entry.status == .open && entry.filled < entry.terms.quantity
        let target = try exit("target", row.target, to: change.target, canBeAdded: isOpen)
        let trigger = try exit("stop", row.stop, to: change.stop, canBeAdded: isOpen)
        guard trigger != nil || change.trail == nil else {
            throw OrderChecks.refused("only a stop that waits can trail")
        }
        let stop = trigger.map { BracketOrder.Stop($0, trail: change.trail ?? row.trail) }
        guard isOpen else {
            guard !change.isOfEntry else {
                throw OrderChecks.refused("the entry is open no longer; only its exits can be changed")
            }
            guard entry.filled.units > 0 else {
                throw OrderChecks.refused("the entry is on its way or over; look at the list, then try again")
            }
            try SuperChecks.check(entry.side, target: target, stop: stop, listing.instrument)
            return exits(of: row, target, stop)
        }
        guard [row.target, row.stop].compactMap(\.self).allSatisfy({ [.waiting, .cancelled].contains($0.status) })
        else {
            throw OrderChecks.refused("an exit has fired, which gives up the rest of the entry")
        }
        var order = BracketOrder(
            instrument,
            entry.side,
            entry.product,
            kind: entry.terms.kind,
            quantity: entry.terms.quantity,
            price: entry.terms.limit,
            target: target,
            stop: stop
        )
        let before = BracketOrder(order, as: row)
        order.kind = change.kind ?? order.kind
        order.quantity = change.quantity ?? order.quantity
        order.price = change.price ?? order.price
        guard order != before else { return [] }
        guard order.quantity > entry.filled else {
            throw OrderChecks.refused("\(entry.filled) units are filled already; the quantity is the whole one")
        }
        try SuperChecks.check(order, api, isNew: false)
        return [
            [
                ("legName", .text(BracketOrder.Leg.entry.word)), ("orderType", .text(order.kind.word)),
                ("quantity", .count(order.quantity)), ("price", .price(order.price)),
            ] + SuperOrders.exits(of: order)
        ]
    }

    /// The stop first: it limits the loss.
    private func exits(of row: BracketRow, _ target: Price?, _ stop: BracketOrder.Stop?) -> [DhanAPI.Members] {
        var parts: [DhanAPI.Members] = []
        if let stop, stop.trigger != row.stop?.price || stop.trail != row.trail {
            parts.append([
                ("legName", .text(BracketOrder.Leg.stop.word)), ("stopLossPrice", .price(stop.trigger)),
                ("trailingJump", .price(stop.trail)),
            ])
        }
        if let target, target != row.target?.price {
            parts.append([("legName", .text(BracketOrder.Leg.target.word)), ("targetPrice", .price(target))])
        }
        return parts
    }

    /// Where the exit is to be; nil for none, or one that waits no longer.
    private func exit(
        _ name: String,
        _ exit: BracketRow.Exit?,
        to price: Price?,
        canBeAdded: Bool
    ) throws(BrokerError) -> Price? {
        guard let exit else {
            guard price == nil || canBeAdded else {
                throw OrderChecks.refused("the super order has no \(name), and none can be added to a filled entry")
            }
            return price
        }
        guard exit.status == .waiting else {
            // One that was cancelled cannot be had again.
            guard price == nil else { throw OrderChecks.refused("the \(name) of the super order waits no longer") }
            return nil
        }
        return price ?? exit.price
    }

    /// One exit was changed and the next was not.
    private func half(_ error: BrokerError) -> BrokerError {
        var error = error
        error.summary = "the stop of the super order is changed and the target may not be: \(error.summary)"
        error.nextStep = "List it and look at both. \(error.nextStep)"
        switch error.recovery {
        // It begins anew with the list, and sends what still differs.
        case .signInAgain, .retry, .slowDown: break
        case .checkOrderBook, .changeRequest, .stop: error.recovery = .checkOrderBook
        }
        return error
    }
}

extension BracketOrder {
    /// The order with its exits as the list has them, of those that still wait.
    fileprivate init(_ order: BracketOrder, as row: BracketRow) {
        self = order
        target = row.target.flatMap { $0.status == .waiting ? $0.price : nil }
        stop = row.stop.flatMap { $0.status == .waiting ? Stop($0.price, trail: row.trail) : nil }
    }
}
