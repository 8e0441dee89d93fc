import SaudaBroker
import SaudaCore

/// What the broker says to a placement, a change and a cancel (protocol sections 4.1, 4.4 and 4.5).
enum OrderAnswers {
    static func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        let body = try Failures.body(response)
        let status = body["status"].text
        let options: OrderOptions
        switch command {
        case .place(_, _, let wanted): options = wanted
        case .modify(let id, _, _, _, _), .cancel(let id, _, _):
            guard status == "success", body["data"]["order_id"].text == id.text else {
                throw Failures.wrongShape("no word of the order that was meant")
            }
            return .taken
        }
        // A list even of one order (trap T3).
        guard let items = body["data"]["order_ids"].items else { throw Failures.wrongShape("no order numbers") }
        let numbers = items.compactMap(number)
        guard !numbers.isEmpty, numbers.count == items.count, Set(numbers).count == numbers.count else {
            throw Failures.wrongShape("no order number")
        }
        let ids = numbers.map { BrokerOrderID($0) }
        if options.isSliced {
            let refusals = Refusal.all(in: body)
            guard status == "success" || (status == "partial_success" && !refusals.isEmpty) else {
                throw Failures.wrongShape("no word whether all slices were taken")
            }
            return .sliced(ids, refused: refusals.map { Failures.error($0, status: response.status) })
        }
        guard status == "success", ids.count == 1 else { throw Failures.wrongShape("more than one order of one") }
        return .accepted(ids[0])
    }

    private static func number(_ value: JSON) -> String? {
        guard let text = value.text, OrderRequests.isNumber(text) else { return nil }
        return text
    }
}
