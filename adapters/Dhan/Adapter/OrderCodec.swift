package import SaudaBroker
package import SaudaCore

/// The order socket's dialect (protocol section 4): a login out, messages about orders in. Nothing is told of what
/// happened before, so the book is read after every opening.
package struct OrderCodec: StreamCodec {
    private let orders: OrderReader
    private let client: String
    private let token: Secret
    private var wasUnderstood = false

    package init(_ listings: ListingTable, client: String, token: Secret) {
        orders = OrderReader(listings)
        self.client = client
        self.token = token
    }

    package mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        let login = JSONBody.members([
            (
                "LoginReq",
                .members([
                    ("MsgCode", .number("42")), ("ClientId", .text(client)), ("Token", .text(token.reveal())),
                ])
            ),
            ("UserType", .text("SELF")),
        ])
        output.send.append(.text(login.text))
        // No acknowledgement is documented.
        output.isReady = true
        output.readOrders = true
    }

    /// Prices come on another socket.
    package mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {}

    /// A refused login is told by a few bytes before the connection drops (section 4.1); later binary messages mean
    /// nothing that is known.
    package mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        guard !wasUnderstood else { return output.skip("a binary message on the order stream") }
        output.close = .dhan(
            "the order stream refused the login with \(frame.byteCount) bytes",
            "Sign in: the access token is not or no longer valid.",
            .signInAgain
        )
    }

    package mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        guard let message = try? JSON(text) else {
            // The broker's own sample is no JSON: what it says stands in the book.
            output.readOrders = true
            return output.skip("a text message that is not JSON")
        }
        wasUnderstood = true
        guard let type = message["Type"].text ?? message["type"].text else {
            return output.skip("a text message without a type")
        }
        guard type == "order_alert" else { return output.skip("a text message of type '\(type.prefix(40))'") }
        // Repeats and disorder are possible: the message is a signal, the book has the last word.
        output.readOrders = true
        let data = message["Data"].isNull ? message["data"] : message["Data"]
        do throws(Unreadable) {
            output.orders.append(try OrderMessage(data).row(orders, of: client))
        } catch {
            output.skip("an order message: \(error)")
        }
    }

    package mutating func timer(at now: Timestamp, into output: inout StreamOutput) {}
}
