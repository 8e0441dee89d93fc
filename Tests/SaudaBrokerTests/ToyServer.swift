import SaudaBroker
import SaudaCore

/// The toy broker's other side: tokens, an order book, and what was asked of it.
struct ToyServer {
    struct Row {
        var id: String
        var tag: String
        var instrument: UInt32
        var side: Side
        var product: Product
        var terms: OrderTerms
        var status = "open"
        var filled = Quantity.zero
        var value = Money.zero
        var isOurs = true
        /// The book lags, and only a look-up by tag shows it.
        var isHidden = false

        var line: String {
            let words = ["order", id, tag, "\(instrument)", "\(side.rawValue)", "\(product.rawValue)"]
            return (words + ToyBroker.words(terms) + [status, "\(filled.units)", "\(value.raw)"])
                .joined(separator: "|")
        }
    }

    var rows: [Row] = []
    private(set) var token = 1
    private(set) var signIns = 0
    /// How many orders came under each tag.
    private(set) var placed: [String: Int] = [:]
    /// How old the orders are that a look-up by tag shows; nil when it tells no time.
    var foundAge: TimeSpan? = .zero
    /// Addresses handed out and not used yet, and how many there have been.
    private var tickets: Set<String> = []
    private(set) var handedOut = 0
    /// To every open socket.
    var stream: [String] = []

    mutating func killToken() { token += 1 }

    /// Whether it lets a socket in: a ticket is good once.
    mutating func admits(_ url: String) -> Bool { url.contains("ticket") ? tickets.remove(url) != nil : true }

    mutating func answer(_ request: HTTPRequest, at time: Timestamp) -> HTTPResponse {
        let words = String(decoding: request.body, as: UTF8.self).split(separator: "|").map(String.init)
        if words[0] == "login" {
            signIns += 1
            return ok("\(token)", at: time)
        }
        guard request.headers.first?.value == "\(token)" else { return response(403, "", at: time) }
        switch words[0] {
        case "renew":
            token += 1
            return ok("\(token)", at: time)
        case "place": return place(words, at: time)
        case "modify":
            guard let place = rows.firstIndex(where: { $0.id == words[1] }), rows[place].status == "open",
                ToyBroker.terms(words[2...]).quantity > rows[place].filled
            else { return response(400, "", at: time) }
            rows[place].terms = ToyBroker.terms(words[2...])
            stream.append(rows[place].line)
            return ok("ok", at: time)
        case "cancel":
            guard let place = rows.firstIndex(where: { $0.id == words[1] }), rows[place].status == "open" else {
                return response(400, "", at: time)
            }
            rows[place].status = "cancelled"
            stream.append(rows[place].line)
            return ok("ok", at: time)
        case "address":
            handedOut += 1
            tickets.insert("ws://toy?ticket=\(handedOut)")
            return ok("ws://toy?ticket=\(handedOut)", at: time)
        case "book": return ok(rows.filter { !$0.isHidden }.map(\.line).joined(separator: "\n"), at: time)
        case "find":
            let age = foundAge.map { "|\(time.microseconds - $0.microseconds)" } ?? ""
            let found = rows.filter { $0.tag == words[1] }.map { $0.line + age }
            return ok(found.joined(separator: "\n"), at: time)
        default: return ok("ok", at: time)
        }
    }

    private mutating func place(_ words: [String], at time: Timestamp) -> HTTPResponse {
        placed[words[1], default: 0] += 1
        let row = Row(
            id: "T\(rows.count + 1)",
            tag: words[1],
            instrument: UInt32(words[2]) ?? 0,
            side: words[3] == "0" ? .buy : .sell,
            product: Product(rawValue: UInt8(words[4]) ?? 0) ?? .delivery,
            terms: ToyBroker.terms(words[5...])
        )
        rows.append(row)
        return ok("ok|\(row.id)", at: time)
    }

    /// Fills a part of an open order, told by the stream.
    mutating func fill(_ place: Int, _ quantity: Quantity, at price: Price) {
        guard rows[place].status == "open" else { return }
        let units = min(quantity, rows[place].terms.quantity - rows[place].filled)
        rows[place].filled += units
        rows[place].value += price * units
        if rows[place].filled == rows[place].terms.quantity { rows[place].status = "complete" }
        stream.append(rows[place].line)
    }

    func ok(_ text: String, at time: Timestamp) -> HTTPResponse { response(200, text, at: time) }

    func response(_ status: Int, _ text: String, at time: Timestamp) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPHeader("Date", Self.date(time))], body: Array(text.utf8))
    }

    static func date(_ time: Timestamp) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let utc = Timestamp(microseconds: time.microseconds - Timestamp.indiaOffset)
        let parts = "\(utc.day)".split(separator: "-")
        return "Thu, \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(utc.time) GMT"
    }
}
