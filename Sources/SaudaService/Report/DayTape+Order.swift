import SaudaCore

extension DayTape {
    /// An order as the journal tells it: what it is known to stand at, and what it was last asked to be.
    struct Order {
        struct Wish {
            var terms: OrderTerms
            /// The last price told before it; nil where there was none.
            var decided: Price?

            var hasLimit: Bool { terms.kind == .limit || terms.kind == .stopLimit }
        }

        let id: OrderID
        let instrument: InstrumentID
        let side: Side
        var inForce: Wish
        /// Not confirmed yet where it differs.
        var asked: Wish

        init(_ request: OrderRequest, at price: Price?) {
            id = request.id
            instrument = request.instrument
            side = request.side
            inForce = Wish(terms: request.terms, decided: price)
            asked = inForce
        }

        /// - Parameter price: Known now; counts where the order goes to the market by this.
        mutating func ask(_ terms: OrderTerms, at price: Price?) {
            let goesToMarket = terms.kind == .market && asked.terms.kind != .market
            asked = Wish(terms: terms, decided: goesToMarket ? price : asked.decided)
        }

        /// - Parameter price: What was paid. A broker may fill at changed terms before it has confirmed them, or never
        ///   confirm them.
        func mark(at price: Price) -> Mark {
            let wish = wish(at: price)
            let trigger = wish.terms.kind == .stopMarket ? wish.terms.trigger : nil
            return Mark(
                order: id.number,
                limit: wish.hasLimit ? wish.terms.limit : nil,
                trigger: trigger,
                decided: wish.decided
            )
        }

        private func wish(at price: Price) -> Wish {
            guard asked.hasLimit else { return asked }
            guard inForce.hasLimit else { return inForce }
            let limit = inForce.terms.limit
            return (side == .buy ? price > limit : price < limit) ? asked : inForce
        }
    }
}
