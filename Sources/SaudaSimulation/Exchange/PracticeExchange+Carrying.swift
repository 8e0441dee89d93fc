package import SaudaCore

// Taking over from the evening before: what an exchange that had run through would hold.

extension PracticeExchange {
    /// Moves part of a position to another product at a price, without charges: the cash stays as it is.
    mutating func convert(
        _ instrument: InstrumentID,
        _ side: Side,
        _ quantity: Quantity,
        from: Product,
        to: Product,
        _ price: Price,
        of account: AccountID,
        at time: Timestamp
    ) {
        let settlement = day?.settlement ?? time.day.advanced(by: 1)
        for (product, side) in [(from, side.opposite), (to, side)] {
            let fill = Fill(
                instrument: instrument,
                product: product,
                side: side,
                quantity: quantity,
                value: price * quantity,
                time: time,
                reason: "conversion"
            )
            accounts[Int(account.index)].fill(fill, charges: .zero, settlement: settlement, isTracked: side == .sell)
        }
        if from == .intraday || to == .intraday { hasIntraday = true }
    }

    /// Takes over an account's holding.
    package mutating func carry(_ holding: CarriedHolding) {
        accounts[Int(holding.account.index)].carry(holding)
    }

    /// Puts a waiting after-market order back, under its number and with its cash set aside. Say the last closes first.
    package mutating func carry(_ carried: CarriedOrder) {
        var order = RestingOrder(
            request: carried.request,
            brokerID: carried.brokerID,
            terms: carried.request.terms,
            arrival: carried.placed.at(TimeOfDay(18, 0))
        )
        block(&order)
        queued.append(order)
    }
}
