import SaudaBroker
import SaudaCore

/// One order of the book (section 2.6).
struct DhanOrder: Sendable {
    let id: String
    /// Under which the exchange knows it; nil for one that the exchange itself made.
    let number: OrderID?
    let slot: Int
    let side: Side
    /// `CNC`, `INTRADAY`, `MARGIN`, `MTF`.
    let product: String
    /// `LIMIT`, `STOP_LOSS` ...: as the book shows it.
    var type: String
    /// What the exchange has.
    var terms: OrderTerms
    /// Blank when there is none.
    let correlation: String
    /// Of after-market orders.
    let amoTime: String?
    let origin: DhanOrigin
    let placed: Timestamp

    var status = DhanStatus.transit
    var updated: Timestamp
    var exchangeID: String?
    var exchangeTime: Timestamp?
    var filled = Quantity.zero
    var value = Money.zero
    var remaining: Quantity
    /// Of the last execution, in rupees.
    var lastPrice = 0.0
    var errorCode = "0"
    var error = ""
    /// The change under way.
    var change: DhanChange?
    var isCancelling = false
    var changes = 0
    var requests: UInt32 = 0
    /// The exchange has taken it, so that it can be changed and cancelled there.
    var isAtExchange = false

    var average: Double { filled.units == 0 ? 0 : Double(value.raw) / Double(filled.units) / 10_000 }
    /// It waits for its time and has not been sent on.
    var waitsForMarket: Bool { amoTime != nil && exchangeID == nil && status == .pending }
}

/// New terms for an order, on their way to the exchange.
struct DhanChange: Hashable, Sendable {
    var terms: OrderTerms
    var type: String
}

extension DhanOrder {
    func json(_ listing: DhanListing, client: String, leg: DhanLeg? = nil) -> PracticeJSON {
        [
            "dhanClientId": .string(client), "orderId": .string(id), "exchangeOrderId": .string(exchangeID ?? "0"),
            "correlationId": .string(correlation.isEmpty ? "NA" : correlation),
            "orderStatus": .string(status.rawValue), "transactionType": .string(side.description),
            "exchangeSegment": .string(listing.segment.rawValue), "productType": .string(product),
            "orderType": .string(type), "validity": .string(terms.validity == .ioc ? "IOC" : "DAY"),
            "tradingSymbol": .string(listing.tradingSymbol), "securityId": .string("\(listing.securityID)"),
            "quantity": .quantity(terms.quantity), "disclosedQuantity": .quantity(terms.disclosed),
            "price": .float(terms.limit), "triggerPrice": .float(terms.trigger),
            "afterMarketOrder": .bool(amoTime != nil), "boProfitValue": .number("0.0"),
            "boStopLossValue": .number("0.0"), "legName": .string((leg ?? origin.leg)?.rawValue ?? "NA"),
            "createTime": DhanTime.json(placed), "updateTime": DhanTime.json(updated),
            "exchangeTime": DhanTime.orNever(exchangeTime),
            "drvExpiryDate": .string(listing.expiry.map { "\($0)" } ?? "0001-01-01"),
            "drvOptionType": .string(listing.optionWord), "drvStrikePrice": .float(listing.strike),
            "omsErrorCode": .string(errorCode), "omsErrorDescription": .string(error), "algoId": "0",
            "remainingQuantity": .quantity(remaining), "averageTradedPrice": .double(average),
            "filledQty": .quantity(filled),
        ]
    }

    /// `{"orderId":...,"orderStatus":...}`: what every order call is answered with.
    static func answer(_ id: String, _ status: DhanStatus) -> PracticeJSON {
        ["orderId": .string(id), "orderStatus": .string(status.rawValue)]
    }
}

extension DhanListing {
    /// `CALL`, `PUT` or `NA`.
    var optionWord: String { optionType == "CE" ? "CALL" : optionType == "PE" ? "PUT" : "NA" }
}

extension PracticeJSON {
    /// Rupees with at least one place, as floats are written: 152.3, 0.0.
    static func float(_ price: Price) -> PracticeJSON { .float(raw: price.raw) }
    static func float(_ money: Money) -> PracticeJSON { .float(raw: money.raw) }

    private static func float(raw: Int64) -> PracticeJSON {
        guard case .number(let text) = PracticeJSON.rupees(raw) else { return .number("0.0") }
        return .number(text.contains(".") ? text : text + ".0")
    }
}
