import SaudaBroker
import SaudaCore

/// One message about an order (protocol sections 4.3 and 4.4). Keys are read without case: the page prints `OrderNo`, the
/// service sends `orderNo`, and some objects have both.
struct OrderMessage {
    private let fields: JSON

    /// - Throws: when two spellings of one key disagree: nothing says which is true.
    init(_ data: JSON) throws(Unreadable) {
        guard let members = data.members else { throw Unreadable(description: "no data") }
        var fields: [String: JSON] = [:]
        for (key, value) in members {
            let name = key.lowercased()
            if let other = fields[name], other != value, !other.isNull, !value.isNull {
                throw Unreadable(description: "'\(name.prefix(40))' stands twice and differs")
            }
            if fields[name].map(\.isNull) ?? true { fields[name] = value }
        }
        self.fields = .object(fields)
    }

    /// - Parameter client: whose messages are wanted; another's are none of ours.
    func row(_ orders: OrderReader, of client: String) throws(Unreadable) -> OrderRow {
        if let named = RowFields.optional(fields, "clientid"), named != client {
            throw Unreadable(description: "of another client", isForeign: true)
        }
        let quantity = Quantity(try RowFields.count(fields, "quantity"))
        let filled = Quantity(try RowFields.count(fields, "tradedqty"))
        guard filled <= quantity else { throw Unreadable(description: "more units filled than ordered") }
        let key = try segment().word + ":" + RowFields.text(fields, "securityid")
        let status = RowFields.status(try RowFields.text(fields, "status"), filled: filled, of: quantity)
        let reason = RowFields.optional(fields, "reasondescription")
        return OrderRow(
            id: try SharedNumber.id(ofMessage: fields),
            tag: RowFields.optional(fields, "correlationid"),
            instrument: orders.find(key),
            symbol: RowFields.optional(fields, "displayname") ?? RowFields.optional(fields, "symbol") ?? key,
            side: try RowFields.word(fields, "txntype", Side.init(word:)),
            product: try RowFields.product(fields, "product"),
            terms: OrderTerms(
                kind: try RowFields.word(fields, "ordertype", OrderKind.init(word:)),
                quantity: quantity,
                limit: try RowFields.price(fields, "price"),
                trigger: try RowFields.price(fields, "triggerprice"),
                validity: try RowFields.word(fields, "validity", Validity.init(word:)),
                disclosed: Quantity(try RowFields.count(fields, "discquantity"))
            ),
            status: status,
            filled: filled,
            value: try RowFields.value(fields, "avgtradedprice", filled),
            // While all is well it says CONFIRMED.
            rejection: status == .rejected
                ? Rejections.rejection(code: "", text: reason ?? "rejected without a reason") : nil,
            updated: IndiaTime.stamp(fields["lastupdatedtime"])
        )
    }

    private func segment() throws(Unreadable) -> ExchangeSegment {
        let exchange = try RowFields.text(fields, "exchange")
        let segment = try RowFields.text(fields, "segment")
        switch (exchange, segment) {
        case ("NSE", "E"): return .nseEquity
        case ("NSE", "D"): return .nseDerivatives
        case ("NSE", "C"): return .nseCurrency
        case ("BSE", "E"): return .bseEquity
        case ("BSE", "D"): return .bseDerivatives
        case ("BSE", "C"): return .bseCurrency
        case ("MCX", "M"): return .mcxCommodity
        default: throw Unreadable(description: "segment '\(segment.prefix(20))' of '\(exchange.prefix(20))'")
        }
    }
}
