import SaudaBroker
import SaudaCore

/// Every state of one order, or of all with a tag (protocol sections 5 and 5.4). In which order they come is not said.
enum OrderHistory {
    /// Oldest first, as far as whole seconds tell.
    static func one(_ id: BrokerOrderID, _ api: UpstoxAPI, _ rows: OrderReader) -> any Dialogue {
        guard OrderRequests.isNumber(id.text) else {
            return Refused("'\(id.text.prefix(40))' is no order number of this broker")
        }
        return read(api, ("order_id", id.text), rows) { states throws(BrokerError) in
            guard states.allSatisfy({ $0.id == id }) else { throw Failures.wrongShape("another order than was asked") }
            let ends = states.filter(\.isFinal)
            return states.filter { !$0.isFinal } + ends
        }
    }

    /// The last state of each. That there are none is told by an empty list alone; "not found" may be of the call.
    static func tagged(_ tag: String, _ api: UpstoxAPI, _ rows: OrderReader) -> any Dialogue {
        guard !tag.isEmpty, OrderRequests.isTag(tag) else {
            return Refused("a tag has 1 to \(OrderRequests.tagLength) letters and digits")
        }
        return read(api, ("tag", tag), rows) { states throws(BrokerError) in
            guard states.allSatisfy({ $0.tag == tag }) else {
                throw Failures.wrongShape("an order of another tag than was asked")
            }
            return latest(states)
        }
    }

    private static func read(
        _ api: UpstoxAPI,
        _ question: (name: String, value: String),
        _ rows: OrderReader,
        _ choose: @escaping @Sendable ([OrderRow]) throws(BrokerError) -> [OrderRow]
    ) -> any Dialogue {
        let write = { @Sendable () throws(BrokerError) in
            try api.get("/v2/order/history", [question], endpoint: .book)
        }
        return SingleRead(write) { data throws(BrokerError) in
            let read = try rows.book(data)
            guard case .orders(let states) = read.result else { return read }
            return Reading(.orders(try choose(sorted(states))), skipped: read.skipped)
        }
    }

    /// By time, what has none first; of the same second as they came.
    private static func sorted(_ states: [OrderRow]) -> [OrderRow] {
        func time(_ row: OrderRow) -> Timestamp { row.updated ?? Timestamp(microseconds: 0) }
        return states.enumerated().sorted {
            (time($0.element), $0.offset) < (time($1.element), $1.offset)
        }.map(\.element)
    }

    /// An end is an end whatever stands behind it; else the one with most filled, of those the last.
    private static func latest(_ states: [OrderRow]) -> [OrderRow] {
        var latest: [OrderRow] = []
        for state in states {
            guard let place = latest.firstIndex(where: { $0.id == state.id }) else {
                latest.append(state)
                continue
            }
            let known = latest[place]
            guard state.isFinal || !known.isFinal, state.filled >= known.filled else { continue }
            latest[place] = state
        }
        return latest
    }
}
