import SaudaBroker
import SaudaCore

/// What is answered to a placing, a change or a cancel (protocol sections 3.2 and 3.3).
enum OrderAnswers {
    static func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        // A refusal of Input- or MarginException carries its rejection; every other doubt is the book's to end.
        let data = try Failures.data(response, toOrder: true)
        if case .place(let request, _, let options) = command, options.isSliced {
            // An object since March 2026, a list before.
            if let children = data["children"].items ?? data.items, !children.isEmpty {
                return try slices(children, OrderRequests.variety(request, options))
            }
        }
        guard let number = data["order_id"].text, !number.isEmpty else {
            throw Failures.wrongShape("no order number")
        }
        guard case .place(let request, _, let options) = command else { return .taken }
        return .accepted(OrderReference(variety: OrderRequests.variety(request, options), number: number).id)
    }

    /// The number beside the slices is of no order in the book.
    private static func slices(_ children: [JSON], _ variety: String) throws(BrokerError) -> OrderAnswer {
        var taken: [BrokerOrderID] = []
        var refused: [BrokerError] = []
        for child in children {
            if let number = child["order_id"].text, !number.isEmpty {
                taken.append(OrderReference(variety: variety, number: number).id)
            } else if child["error"].members != nil {
                refused.append(Failures.part(child["error"]))
            } else {
                throw Failures.wrongShape("a slice that is neither taken nor refused")
            }
        }
        if taken.isEmpty, let error = refused.first(where: { $0.recovery == .checkOrderBook }) ?? refused.first {
            throw error
        }
        return .sliced(taken, refused: refused)
    }
}
