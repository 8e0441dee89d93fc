import SaudaBroker
import SaudaCore

// Positions and holdings over REST (section 3.7).

extension KitePractice {
    mutating func portfolio(
        _ parts: [String],
        _ request: IncomingRequest,
        into actions: inout [PracticeAction]
    ) throws(KiteRefusal) -> PracticeResponse {
        switch (request.method, parts.dropFirst().joined(separator: "/")) {
        case (.get, "positions"):
            return .kite(["net": .array(positions(isDay: false)), "day": .array(positions(isDay: true))])
        case (.put, "positions"):
            actions.append(.convert(try convert(KiteForm(fields: request.form))))
            return .kite(true)
        case (.get, "holdings"):
            let rows = portfolio.holdings.map { holding in
                holding.json(catalogue[holding.slot], market[holding.slot], day: day?.day ?? Day(number: 0))
            }
            return .kite(.array(rows))
        case (.get, "holdings/compact"):
            let rows = portfolio.holdings.map { holding -> PracticeJSON in
                let listing = catalogue[holding.slot]
                return [
                    "exchange": .string(listing.exchange), "tradingsymbol": .string(listing.tradingSymbol),
                    "instrument_token": .int(listing.token), "t1_quantity": .quantity(holding.undelivered),
                    "quantity": .quantity(holding.quantity),
                ]
            }
            return .kite(.array(rows))
        case (.get, "holdings/summary"): return .kite(summary)
        case (.get, "holdings/auctions"): return .kite(.array(auctionRows))
        case (.post, "holdings/authorise"):
            // Carried out at once: the page of the depository is left out.
            portfolio.authorise()
            return .kite(["request_id": .string(PracticeDice.text(setup.seed, 77, length: 32))])
        case (_, "positions"), (_, "holdings"), (_, "holdings/compact"), (_, "holdings/summary"),
            (_, "holdings/auctions"), (_, "holdings/authorise"):
            throw .wrongMethod
        default: throw .notFound
        }
    }

    /// Rows of holdings; the tokens of auctions are of a segment of their own (4.7).
    private var auctionRows: [PracticeJSON] {
        auctions.compactMap { auction in
            guard let holding = portfolio.holdings.first(where: { $0.slot == auction.slot }) else { return nil }
            var listing = catalogue[auction.slot]
            listing.segmentByte = 10
            let row = holding.json(listing, market[auction.slot], day: day?.day ?? Day(number: 0))
            guard case .object(let pairs) = row else { return nil }
            return .object(pairs + [PracticeJSON.Pair(key: "auction_number", value: .string(auction.number))])
        }
    }

    /// `day` holds only what was traded today.
    private func positions(isDay: Bool) -> [PracticeJSON] {
        portfolio.keys.compactMap { key in
            guard let position = portfolio.positions[key] else { return nil }
            if isDay, position.bought.units == 0, position.sold.units == 0 { return nil }
            return position.json(catalogue[key.slot], KitePractice.word(key.product), market[key.slot], isDay: isDay)
        }
    }

    private mutating func convert(_ form: KiteForm) throws(KiteRefusal) -> PracticeConversion {
        let exchange = try form.word("exchange", KiteCatalogue.exchanges)
        guard let slot = catalogue.find(key: "\(exchange):\(try form.text("tradingsymbol"))"),
            let instrument = catalogue[slot].instrument
        else { throw .unknownInstrument }
        let side = try form.word("transaction_type", ["BUY", "SELL"]) == "BUY" ? Side.buy : .sell
        _ = try form.word("position_type", ["day", "overnight"])
        let from = KitePractice.product(try form.word("old_product", ["CNC", "NRML", "MIS"]))
        let to = KitePractice.product(try form.word("new_product", ["CNC", "NRML", "MIS"]))
        guard from != to, let quantity = try form.quantity("quantity") else { throw .invalid("new_product") }
        guard let average = portfolio.convert(slot, from, to, side, quantity) else {
            throw .order("There is no such position to convert.")
        }
        return PracticeConversion(
            instrument,
            side,
            quantity,
            from: from,
            to: to,
            average: average
        )
    }

    private var summary: PracticeJSON {
        var invested = Money.zero
        var worth = Money.zero
        var before = Money.zero
        for holding in portfolio.holdings {
            let count = holding.quantity + holding.undelivered
            invested += holding.average * count
            worth += market[holding.slot].last * count
            before += market[holding.slot].close * count
        }
        func percent(_ gain: Money, of base: Money) -> PracticeJSON {
            base.raw == 0 ? 0 : .double(Double(gain.raw) / Double(base.raw) * 100)
        }
        return [
            "total_pnl": .money(worth - invested), "total_pnl_percent": percent(worth - invested, of: invested),
            "today_pnl": .money(worth - before), "today_pnl_percent": percent(worth - before, of: before),
            "invested_amount": .money(invested), "current_value": .money(worth),
        ]
    }
}
