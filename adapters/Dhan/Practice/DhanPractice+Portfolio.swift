import SaudaBroker
import SaudaCore

// Holdings and positions (section 2.12).

extension DhanPractice {
    /// An account without holdings is told so by an error.
    func holdingRows() throws(DhanRefusal) -> PracticeJSON {
        guard !portfolio.holdings.isEmpty || !funded.holdings.isEmpty else { throw .noHoldings }
        return .array(portfolio.holdings.map(heldRow) + funded.holdings.map(fundedRow))
    }

    private func heldRow(_ holding: PracticePortfolio.Holding) -> PracticeJSON {
        let listing = catalogue[holding.slot]
        return [
            "exchange": "ALL", "tradingSymbol": .string(listing.tradingSymbol),
            "securityId": .string("\(listing.securityID)"), "isin": .string(listing.isin),
            "totalQty": .quantity(holding.opening + holding.undelivered), "dpQty": .quantity(holding.opening),
            "t1Qty": .quantity(holding.undelivered),
            // What was bought the day before may be sold already (the sample in section 10 counts it in both).
            "availableQty": .quantity(holding.quantity + holding.undelivered), "collateralQty": 0,
            "avgCostPrice": .float(holding.average), "lastTradedPrice": .float(market[holding.slot].last),
        ]
    }

    /// Shares that are pledged for what they were bought with: none of them is free.
    private func fundedRow(_ holding: PracticePortfolio.Holding) -> PracticeJSON {
        let listing = catalogue[holding.slot]
        return [
            "exchange": "ALL", "tradingSymbol": .string(listing.tradingSymbol),
            "securityId": .string("\(listing.securityID)"), "isin": .string(listing.isin), "totalQty": 0, "dpQty": 0,
            "t1Qty": 0, "availableQty": 0, "collateralQty": 0, "avgCostPrice": .float(holding.average),
            "lastTradedPrice": .float(market[holding.slot].last),
            "mtf_qty": .quantity(holding.opening + holding.undelivered),
        ]
    }

    var positionRows: PracticeJSON {
        .array(openPositions.map { row($0.slot, $0.product, $0.position) })
    }

    /// Each with the word of its product.
    var openPositions: [(slot: Int, product: String, position: PracticePortfolio.Position)] {
        var rows: [(slot: Int, product: String, position: PracticePortfolio.Position)] = []
        for key in portfolio.keys {
            if let position = portfolio.positions[key] {
                rows.append((key.slot, DhanPractice.word(key.product), position))
            }
        }
        for key in funded.keys {
            if let position = funded.positions[key] { rows.append((key.slot, "MTF", position)) }
        }
        return rows
    }

    private func row(_ slot: Int, _ product: String, _ position: PracticePortfolio.Position) -> PracticeJSON {
        let listing = catalogue[slot]
        let carriedBuy = max(position.overnight, .zero)
        let carriedSell = max(-position.overnight, .zero)
        let carriedBuyValue = position.overnight > .zero ? position.overnightValue : .zero
        let carriedSellValue = position.overnight < .zero ? -position.overnightValue : .zero
        let bought = (quantity: position.bought + carriedBuy, value: position.boughtValue + carriedBuyValue)
        let sold = (quantity: position.sold + carriedSell, value: position.soldValue + carriedSellValue)
        let buyAverage = DhanPractice.mean(bought.value, bought.quantity)
        let sellAverage = DhanPractice.mean(sold.value, sold.quantity)
        let net = position.quantity
        let closed = Double(min(bought.quantity, sold.quantity).units)
        let last = market[slot].last.rupees
        let open = Double(net.units) * (last - (net > .zero ? buyAverage : sellAverage))
        let type = net > .zero ? "LONG" : net < .zero ? "SHORT" : "CLOSED"
        return [
            "dhanClientId": .string(client), "tradingSymbol": .string(listing.tradingSymbol),
            "securityId": .string("\(listing.securityID)"), "positionType": .string(type),
            "exchangeSegment": .string(listing.segment.rawValue),
            "productType": .string(product), "buyAvg": .double(buyAverage),
            "costPrice": .double(net < .zero ? sellAverage : buyAverage), "buyQty": .quantity(bought.quantity),
            "sellAvg": .double(sellAverage), "sellQty": .quantity(sold.quantity), "netQty": .quantity(net),
            "realizedProfit": .double(closed * (sellAverage - buyAverage)), "unrealizedProfit": .double(open),
            "rbiReferenceRate": .number("1.0"), "multiplier": 1, "carryForwardBuyQty": .quantity(carriedBuy),
            "carryForwardSellQty": .quantity(carriedSell), "carryForwardBuyValue": .float(carriedBuyValue),
            "carryForwardSellValue": .float(carriedSellValue), "dayBuyQty": .quantity(position.bought),
            "daySellQty": .quantity(position.sold), "dayBuyValue": .float(position.boughtValue),
            "daySellValue": .float(position.soldValue),
            "drvExpiryDate": .string(listing.expiry.map { "\($0)" } ?? "0001-01-01"),
            "drvOptionType": listing.isOption ? .string(listing.optionWord) : .null,
            "drvStrikePrice": .float(listing.strike), "crossCurrency": false,
        ]
    }

    private static func mean(_ value: Money, _ quantity: Quantity) -> Double {
        quantity.units == 0 ? 0 : Double(value.raw) / Double(quantity.units) / 10_000
    }

    mutating func positions(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(DhanRefusal) -> PracticeResponse {
        switch (request.method, route.count) {
        case (.get, 1): return .dhan(positionRows)
        case (.delete, 1):
            guard isOpen(at: now) else { throw .plain(400, "Market is Closed! You cannot exit positions now.") }
            closeAll(at: now, into: &actions)
            return .dhan([
                "status": "SUCCESS", "message": "All orders and positions exited successfully",
            ])
        case (.post, 2) where route[1] == "convert":
            actions.append(.convert(try convert(try form(request))))
            return .dhan(["status": "success"], status: 202)
        default: throw .notFound(request.path, at: now)
        }
    }

    private mutating func convert(_ form: DhanForm) throws(DhanRefusal) -> PracticeConversion {
        // Not from or to margin funding.
        let words = ["CNC", "INTRADAY", "MARGIN"]
        let from = DhanPractice.product(try form.word("fromProductType", words))
        let to = DhanPractice.product(try form.word("toProductType", words))
        let side = try form.word("positionType", ["LONG", "SHORT"]) == "LONG" ? Side.buy : .sell
        guard from != to, let segment = DhanSegment(rawValue: try form.text("exchangeSegment")),
            let slot = catalogue.find(segment, try form.text("securityId")),
            let instrument = catalogue[slot].instrument, let quantity = try form.quantity("convertQty"),
            (to == .carryForward) == segment.isDerivatives || to == .intraday
        else { throw .input }
        guard let average = portfolio.convert(slot, from, to, side, quantity) else {
            throw .order("There is no such position to convert.")
        }
        return PracticeConversion(instrument, side, quantity, from: from, to: to, average: average)
    }

    /// Cancels what is open, then trades every position away at the market (T28).
    mutating func closeAll(
        at now: Timestamp,
        into actions: inout [PracticeAction],
        where covers: (Product) -> Bool = { _ in true }
    ) {
        for place in orders.indices where !orders[place].status.isFinal && orders[place].number != nil {
            if covers(DhanPractice.product(orders[place].product)) { beginCancel(of: place, at: now) }
        }
        for place in supers.indices where covers(DhanPractice.product(supers[place].product)) {
            supers[place].switchOff()
        }
        for (slot, word, position) in openPositions where covers(DhanPractice.product(word)) {
            let net = position.quantity
            guard net != .zero else { continue }
            let side = net > .zero ? Side.sell : .buy
            let quantity = max(net, -net)
            var draft = marketDraft(slot, side, word, quantity)
            draft.correlation = "SQROFF-\(issued + 1)"
            draft.origin = .squareOff
            for slice in (try? slice(draft)) ?? [draft] { _ = add(slice, at: now, into: &actions) }
        }
    }

    /// A market order of the broker's own.
    func marketDraft(_ slot: Int, _ side: Side, _ product: String, _ quantity: Quantity) -> Draft {
        var draft = Draft(
            slot: slot,
            side: side,
            product: product,
            type: "MARKET",
            terms: OrderTerms(kind: .market, quantity: quantity)
        )
        do throws(DhanRefusal) { try shape(&draft) } catch {
            // A market order without prices has nothing that could be refused.
        }
        return draft
    }
}
