package import SaudaCore

// Taking over from the evening before: what an exchange that had run through would hold.

extension PracticeExchange {
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
