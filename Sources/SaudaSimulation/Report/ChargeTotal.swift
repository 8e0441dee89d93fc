package import SaudaCore

/// What one part of the charges cost over the whole run: brokerage, STT, stamp duty.
package struct ChargeTotal: Hashable, Sendable {
    package var name: String
    package var amount: Money

    package init(name: String, amount: Money) {
        self.name = name
        self.amount = amount
    }
}

extension ChargeTotal: Encodable {
    private enum CodingKeys: String, CodingKey { case name, amount }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(name, forKey: .name)
        try row.encodeRupees(amount, forKey: .amount)
    }
}
