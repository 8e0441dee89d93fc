import SaudaBroker
import SaudaCore

// Positions and holdings (section 3.7).

extension KotakNeoPractice {
    /// NRML in cash segments is delivery by another name, and positions show it so.
    func positionWord(_ order: NeoOrder) -> String {
        order.product == "MTF" ? "MTF" : KotakNeoPractice.word(product(order))
    }

    /// In the order of their first fill; closed ones stay.
    var positionKeys: [NeoPositionKey] {
        portfolio.keys.map { NeoPositionKey(slot: $0.slot, product: KotakNeoPractice.word($0.product)) }
            + funded.keys.map { NeoPositionKey(slot: $0.slot, product: "MTF") }
    }

    func position(_ key: NeoPositionKey) -> PracticePortfolio.Position? {
        if key.product == "MTF" { return funded.positions[.init(slot: key.slot, product: .delivery)] }
        let isDerivative = catalogue[key.slot].segment.isDerivatives
        let product = KotakNeoPractice.product(key.product, isDerivative: isDerivative)
        return portfolio.positions[.init(slot: key.slot, product: product)]
    }

    /// All amounts and quantities are texts.
    func positionRow(_ key: NeoPositionKey) -> PracticeJSON? {
        guard let position = position(key) else { return nil }
        let listing = catalogue[key.slot]
        let carried = position.overnight
        let value = position.overnightValue
        let last = positionStamps[key] ?? NeoStamp(0, Timestamp(microseconds: 0))
        let expiry = listing.expiry.map { Int64($0.number) * 86_400 }
        return [
            "actId": .string(ucc), "brdLtQty": .quantity(listing.lot),
            "cfBuyAmt": NeoNumber.json(carried > .zero ? value : .zero),
            "cfSellAmt": NeoNumber.json(carried < .zero ? -value : .zero),
            "cfBuyQty": NeoNumber.text(max(carried, .zero)), "cfSellQty": NeoNumber.text(max(-carried, .zero)),
            "exSeg": .string(listing.segment.rawValue), "buyAmt": NeoNumber.json(position.boughtValue),
            "sellAmt": NeoNumber.json(position.soldValue), "flBuyQty": NeoNumber.text(position.bought),
            "flSellQty": NeoNumber.text(position.sold), "prod": .string(key.product),
            "series": .string(listing.group), "tok": .string("\(listing.token)"),
            "trdSym": .string(listing.tradingSymbol),
            "optTp": .string(listing.optionType.isEmpty ? "- " : listing.optionType),
            "stkPrc": NeoNumber.json(listing.strike), "type": .string(listing.kind), "sym": .string(listing.symbol),
            "sqrFlg": "Y", "posFlg": "true", "lotSz": NeoNumber.text(listing.lot), "multiplier": "1",
            "precision": "2", "prcNum": "1", "prcDen": "1", "hsUpTm": .string(NeoTime.system(last.time)),
            "expDt": .string(listing.expiry.map(NeoTime.expiry) ?? "NA"),
            "exp": .string(expiry.map { "\($0)" } ?? "-"), "genNum": "1", "genDen": "1", "dscQty": "",
            "upldPrc": NeoNumber.json(carried == .zero ? .zero : value.price(per: carried)),
            "updRecvTm": .int(last.nanoseconds),
        ]
    }

    /// Numbers, and a token that is not the exchange's; no envelope.
    var holdingRows: PracticeJSON {
        let rows = (portfolio.holdings + funded.holdings).map(row)
        return ["data": .array(rows)]
    }

    private func row(_ holding: PracticePortfolio.Holding) -> PracticeJSON {
        let listing = catalogue[holding.slot]
        let quantity = holding.quantity + holding.undelivered
        let last = market[holding.slot].last
        return [
            "displaySymbol": .string(listing.symbol), "averagePrice": .price(holding.average),
            "quantity": .quantity(quantity), "exchangeSegment": .string(listing.segment.rawValue),
            "exchangeIdentifier": .string("\(listing.token)"), "holdingCost": .money(holding.average * quantity),
            "mktValue": .money(last * quantity),
            "scripId": .string(Digests.hex(Digests.sha1(Array(listing.tradingSymbol.utf8)))),
            "instrumentToken": .int(8000 + holding.slot), "instrumentType": "Equity", "isAlternateScrip": false,
            "closingPrice": .price(market[holding.slot].close), "symbol": .string(listing.symbol),
            "sellableQuantity": .quantity(holding.quantity),
        ]
    }
}
