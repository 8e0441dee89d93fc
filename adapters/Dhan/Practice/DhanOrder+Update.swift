import SaudaBroker
import SaudaCore

extension DhanOrder {
    /// The `Data` of an order update, in the casing of the live service (4.3).
    func update(_ listing: DhanListing, _ quote: PracticeQuote, client: String, _ status: String)
        -> [PracticeJSON.Pair]
    {
        let fields: PracticeJSON = [
            "exchange": .string(listing.exchange), "segment": .string(listing.segment.letter),
            "source": .string(origin.source), "securityId": .string("\(listing.securityID)"),
            "clientId": .string(client), "exchOrderNo": .string(exchangeID ?? "0"), "orderNo": .string(id),
            "product": .string(DhanOrder.letter(product)), "txnType": side == .buy ? "B" : "S",
            "orderType": .string(DhanOrder.short(type)),
            "validity": .string(terms.validity == .ioc ? "IOC" : "DAY"),
            "discQuantity": .quantity(terms.disclosed), "discQtyRem": .quantity(min(terms.disclosed, remaining)),
            "remainingQuantity": .quantity(remaining), "quantity": .quantity(terms.quantity),
            "tradedQty": .quantity(filled), "price": .float(terms.limit), "triggerPrice": .float(terms.trigger),
            "tradedPrice": .double(lastPrice), "avgTradedPrice": .double(average),
            "algoOrdNo": .optional(origin.parent), "offMktFlag": amoTime == nil ? "0" : "1",
            "orderDateTime": DhanTime.json(placed), "exchOrderTime": DhanTime.orNever(exchangeTime),
            "lastUpdatedTime": DhanTime.json(updated), "remarks": .string(origin.remarks), "mktType": "NL",
            "reasonDescription": .string(error.isEmpty ? "CONFIRMED" : error),
            "legNo": .int(origin.leg?.number ?? 1), "instrument": .string(listing.kind),
            "instrumentType": .string(listing.exchangeType), "symbol": .string(listing.symbol),
            "productName": .string(product), "status": .string(status), "lotSize": .quantity(listing.lot),
            "strikePrice": .float(listing.strike),
            "expiryDate": .string(listing.expiry.map { "\($0) 00:00:00" } ?? DhanTime.never),
            "optType": .string(listing.optionType), "displayName": .string(listing.customSymbol),
            "isin": .string(listing.isin == "NA" ? "" : listing.isin),
            "series": .string(listing.series == "NA" ? "" : listing.series),
            "goodTillDaysDate": .string("\(placed.day)"), "refLtp": .float(quote.last),
            "tickSize": .float(listing.tick), "algoId": "0", "multiplier": 1,
            "correlationId": .string(correlation), "orderPlatform": .string(origin.platform),
        ]
        guard case .object(let pairs) = fields else { return [] }
        return pairs
    }

    static func letter(_ product: String) -> String {
        switch product {
        case "INTRADAY": "I"
        case "MARGIN": "M"
        case "MTF": "F"
        default: "C"
        }
    }

    static func short(_ type: String) -> String {
        switch type {
        case "MARKET": "MKT"
        case "STOP_LOSS": "SL"
        case "STOP_LOSS_MARKET": "SLM"
        default: "LMT"
        }
    }
}
