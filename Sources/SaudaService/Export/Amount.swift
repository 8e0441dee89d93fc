package import SaudaCore

/// An amount of rupees to the paisa: a number in JSON, grouped as in India for people.
package struct Amount: Encodable, Hashable, Sendable, CustomStringConvertible {
    private let amount: Money

    package init(_ amount: Money) { self.amount = amount.roundedToPaisa() }
    package init(_ price: Price) { self.init(price * Quantity(1)) }

    package var description: String { Rupees.text(amount) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(amount.rupees)
    }
}
