package import SaudaBroker
package import SaudaCore

/// The order socket's dialect (protocol section 9): an odd handshake, then orders and positions as JSON. There is nothing
/// to subscribe.
package struct OrderFeedCodec: StreamCodec {
    private enum Stage {
        case stripped, json, connected
    }

    private let rows: OrderReader
    private let token: Secret
    private let sid: Secret
    private var stage = Stage.stripped
    /// When the handshake under way is given up.
    private var deadline = Timestamp.distantFuture
    /// When people were last told that it is connected.
    private var told: Timestamp?
    /// The broker's time of each order's last message.
    private var seen: [String: Timestamp] = [:]

    /// - Parameter token: of the trading session, as `sid`: the one of the first login step is refused.
    package init(_ listings: ListingTable, token: Secret, sid: Secret) {
        rows = OrderReader(listings)
        self.token = token
        self.sid = sid
    }

    private static let answerLimit = TimeSpan.seconds(10)
    /// The broker says again and again that it is connected (rule PRC-5).
    private static let tellSpan = TimeSpan.seconds(60)
    /// More orders than a day has; what the peer claims beyond is not remembered.
    private static let mostOrders = 20_000

    // MARK: - Handshake

    package mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        // Quotes and blanks left out, as the broker's own libraries do.
        greet("{type:cn,Authorization:\(token.reveal()),Sid:\(sid.reveal()),src:WEB}", now, &output)
    }

    private mutating func greet(_ text: String, _ now: Timestamp, _ output: inout StreamOutput) {
        output.send.append(.text(text))
        deadline = now.advanced(by: Self.answerLimit)
        output.wakeAt = deadline
    }

    /// Data centres differ in what they take: the other form is tried once.
    private mutating func tryOther(_ now: Timestamp, _ output: inout StreamOutput) {
        guard stage == .stripped else {
            output.close = .kotak(
                "the order feed took neither form of the handshake",
                "It is connected again; orders are read from the book meanwhile.",
                .retry(after: .zero)
            )
            return
        }
        stage = .json
        let fields = [("type", "cn"), ("Authorization", token.reveal()), ("Sid", sid.reveal()), ("src", "WEB")]
        let text = fields.map { "\"\($0.0)\":\(DecodedText.quoted($0.1))" }.joined(separator: ",")
        greet("{\(text)}", now, &output)
    }

    package mutating func timer(at now: Timestamp, into output: inout StreamOutput) {
        guard stage != .connected else { return }
        guard now >= deadline else { return output.wakeAt = deadline }
        tryOther(now, &output)
    }

    package mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {}

    package mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        output.skip("a binary message on the order feed")
    }

    // MARK: - Messages

    package mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        guard let message = try? JSON(text) else { return output.skip("a text message that is not JSON") }
        switch (message["ak"].text, message["type"].text) {
        case ("ok", "cn"): connected(now, &output)
        case ("nk", _): refused(message, now, &output)
        case (_, "order"): order(message["data"], &output)
        case (_, "position"):
            // Follows a fill; positions are read from the broker, not summed up here.
            output.readOrders = true
        case (_, let type?): output.skip("a text message of type '\(type.prefix(40))'")
        case (_, nil): output.skip("a text message without a type")
        }
    }

    /// Said once after the handshake, and over and over by servers that use it as keep-alive: no reconnect, and told at
    /// most once a minute.
    private mutating func connected(_ now: Timestamp, _ output: inout StreamOutput) {
        if stage == .connected {
            output.skip("a keep-alive that says connected")
        } else {
            stage = .connected
            output.isReady = true
            // What happened while nobody listened may not be told again.
            output.readOrders = true
        }
        if let told, now.since(told) < Self.tellSpan { return }
        told = now
        output.notices.append("the order feed is connected")
    }

    private mutating func refused(_ message: JSON, _ now: Timestamp, _ output: inout StreamOutput) {
        let words = (message["msg"].text ?? "").lowercased()
        if words.contains("authentication") || words.contains("unauthorized") || words.contains("invalid session") {
            output.close = .kotak(
                "the order feed refused the session",
                "Sign in: tokens of this broker also end during the day.",
                .signInAgain
            )
        } else if stage == .stripped, words.contains("format") {
            tryOther(now, &output)
        } else {
            // Some accounts are sent "invalid request format" all day, with everything in order (section 9.3).
            output.skip("a refusal of a message that was not needed")
        }
    }

    /// The book has the last word on an order that is over, and on what a message does not say: a thin one has status and
    /// number alone. It is not read for every step of every order, since all calls share ten a second.
    private mutating func order(_ data: JSON, _ output: inout StreamOutput) {
        let row: OrderRow
        do throws(Unreadable) {
            row = try rows.row(data)
        } catch {
            output.readOrders = true
            return output.skip(
                Self.isThin(data) ? "an order message without the order's terms" : "an order message: \(error)"
            )
        }
        // Only this time is fine enough: several states fall into one second.
        if let updated = WireText.nanoseconds(data["updRecvTm"]) {
            if let last = seen[row.id.text], updated <= last, updated < last || !row.isFinal {
                return output.skip("an order message that is told already")
            }
            if seen.count < Self.mostOrders || seen[row.id.text] != nil { seen[row.id.text] = updated }
        }
        output.orders.append(row)
        switch row.status {
        case .pending, .open: break
        default: output.readOrders = true
        }
    }

    private static func isThin(_ data: JSON) -> Bool {
        data["nOrdNo"].text != nil && data["ordSt"].text != nil && data["trdSym"].isNull
    }
}
