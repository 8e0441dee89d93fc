import SaudaCore
import SaudaSimulation

/// The account as the exchange has it, for comparing with what a client believes. Rupees are decimal text.
struct PracticeBooks: Encodable {
    struct Position: Encodable {
        var symbol: String
        /// `delivery`, `intraday` or `carryForward`.
        var product: String
        /// Negative when short.
        var quantity: Int64
        /// Of what is held, charges apart.
        var cost: String
    }

    var cash: String
    /// What no open order has set aside.
    var available: String
    var charges: String
    /// Bought plus sold.
    var traded: String
    var positions: [Position]

    init(_ market: PracticeMarket) {
        let account = market.exchange.accounts[0]
        cash = account.cash.description
        available = market.funds.available.description
        charges = account.charges.total.description
        traded = account.traded.description
        positions = account.holdings.map { holding in
            Position(
                symbol: market.instruments[holding.instrument].symbol,
                product: "\(holding.product)",
                quantity: holding.quantity.units,
                cost: holding.cost.description
            )
        }
    }
}
