package import SaudaCore

extension Deposit {
    /// Refuses positions that cost more than there is.
    package static func check(_ deposits: [Deposit], against capital: Money) throws(RequestError) {
        let cost = deposits.reduce(Money.zero) { $0 + $1.price * $1.quantity }
        guard cost <= capital else {
            throw RequestError(
                "the positions cost \(cost) rupees and the capital is \(capital)",
                "raise the capital, or leave positions out"
            )
        }
    }
}
