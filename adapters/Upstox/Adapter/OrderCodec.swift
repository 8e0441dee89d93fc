package import SaudaBroker
package import SaudaCore

/// The portfolio stream's dialect (protocol section 9): orders of every platform, as JSON. Nothing is asked for.
package struct OrderCodec: StreamCodec {
    private let orders: OrderReader
    private let user: String

    package init(_ listings: ListingTable, user: String) {
        orders = OrderReader(listings)
        self.user = user
    }

    /// What happened before is not sent again.
    package mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        output.isReady = true
        output.readOrders = true
    }

    package mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {}

    package mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        output.skip("a binary message on the order stream")
    }

    package mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        guard let message = try? JSON(text) else {
            // Whatever it would have said stands in the book.
            output.readOrders = true
            return output.skip("a text message that is not JSON")
        }
        guard let type = message["update_type"].text else { return output.skip("a text message without a type") }
        guard type == "order" else { return output.skip("a text message of type '\(type.prefix(40))'") }
        for name in ["user_id", "userId"] {
            if let named = RowFields.optional(message, name), named != user {
                return output.skip("an order message of another user")
            }
        }
        // Repeats and disorder are possible: the message is a signal, the book has the last word.
        output.readOrders = true
        do throws(Unreadable) {
            output.orders.append(try orders.row(message))
        } catch {
            output.skip("an order message: \(error)")
        }
    }

    package mutating func timer(at now: Timestamp, into output: inout StreamOutput) {}
}
