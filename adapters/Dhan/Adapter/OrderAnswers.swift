import SaudaBroker
import SaudaCore

/// What is answered to a placing, a change or a cancel (protocol sections 2.2 to 2.5).
enum OrderAnswers {
    static func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        // A cancel may be answered without a body.
        if case .cancel = command, response.status == 202, response.body.isEmpty { return .taken }
        let body = try Failures.body(response, toOrder: true)
        guard case .place(_, _, let options) = command else {
            guard number(body) != nil else { throw Failures.wrongShape("no order number") }
            return .taken
        }
        if options.isSliced {
            // An array, and for small quantities perhaps an object (section 2.3).
            let numbers = (body.items ?? [body]).map(number)
            let known = numbers.compactMap(\.self)
            guard !known.isEmpty, known.count == numbers.count else {
                throw Failures.wrongShape("a slice without an order number")
            }
            return .sliced(known.map { BrokerOrderID($0) }, refused: [])
        }
        guard let number = number(body) else { throw Failures.wrongShape("no order number") }
        return .accepted(BrokerOrderID(number))
    }

    static func number(_ body: JSON) -> String? {
        guard let number = body["orderId"].text, !number.isEmpty, number != "0", number != "NA",
            number.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return number
    }
}
