import SaudaBroker
import SaudaCore

/// One execution (section 2.8).
struct DhanTrade: Sendable {
    let id: String
    /// As it was after the execution; the book forgets it over night.
    let order: DhanOrder
    let price: Double
    let quantity: Quantity
    let value: Money
    let time: Timestamp

    /// A row of the trade book: no correlation id, no option type (T29).
    func json(_ listing: DhanListing, client: String) -> PracticeJSON {
        let stamp = DhanTime.json(time)
        return .object(
            head(listing, client: client, id: id) + [
                .init(key: "tradingSymbol", value: .string(listing.tradingSymbol)),
                .init(key: "customSymbol", value: .null),
            ] + middle(listing) + [
                .init(key: "createTime", value: stamp), .init(key: "updateTime", value: stamp),
                .init(key: "exchangeTime", value: stamp),
                .init(key: "drvExpiryDate", value: .string(listing.expiry.map { "\($0)" } ?? "0001-01-01")),
                .init(key: "drvOptionType", value: "NA"), .init(key: "drvStrikePrice", value: .float(listing.strike)),
            ]
        )
    }

    /// A row of the trade history, with what it cost.
    func pastJSON(_ listing: DhanListing, client: String, _ costs: Charges) -> PracticeJSON {
        .object(
            head(listing, client: client, id: "0") + [
                .init(key: "tradingSymbol", value: .null),
                .init(key: "customSymbol", value: .string(listing.customSymbol)),
            ] + middle(listing) + [
                .init(key: "isin", value: .string(listing.isin)),
                .init(key: "instrument", value: .string(listing.kind)),
                .init(key: "sebiTax", value: .float(costs.sebi)), .init(key: "stt", value: .float(costs.stt)),
                .init(key: "brokerageCharges", value: .float(costs.brokerage)),
                .init(key: "serviceTax", value: .float(costs.gst)),
                .init(key: "exchangeTransactionCharges", value: .float(costs.exchange + costs.ipft)),
                .init(key: "stampDuty", value: .float(costs.stamp)),
                .init(key: "createTime", value: "NA"), .init(key: "updateTime", value: "NA"),
                .init(key: "exchangeTime", value: DhanTime.json(time)),
                .init(key: "drvExpiryDate", value: .string(listing.expiry.map { "\($0) 00:00:00" } ?? "NA")),
                .init(key: "drvOptionType", value: .string(listing.optionWord)),
                .init(key: "drvStrikePrice", value: .float(listing.strike)),
            ]
        )
    }

    private func head(_ listing: DhanListing, client: String, id: String) -> [PracticeJSON.Pair] {
        [
            .init(key: "dhanClientId", value: .string(client)), .init(key: "orderId", value: .string(order.id)),
            .init(key: "exchangeOrderId", value: .string(order.exchangeID ?? "0")),
            .init(key: "exchangeTradeId", value: .string(id)),
            .init(key: "transactionType", value: .string(order.side.description)),
            .init(key: "exchangeSegment", value: .string(listing.segment.rawValue)),
            .init(key: "productType", value: .string(order.product)),
            .init(key: "orderType", value: .string(order.type)),
        ]
    }

    private func middle(_ listing: DhanListing) -> [PracticeJSON.Pair] {
        [
            .init(key: "securityId", value: .string("\(listing.securityID)")),
            .init(key: "tradedQuantity", value: .quantity(quantity)),
            .init(key: "tradedPrice", value: .double(price)),
        ]
    }
}
