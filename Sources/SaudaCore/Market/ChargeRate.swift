/// A share of a value, in parts per billion: 0.1 % is 1,000,000, 306.99 rupees per crore is 30,699.
///
/// Finer than `Money.times(perCrore:)`, because exchange fees have paise per crore, and rounded once, to the paisa.
public struct ChargeRate: Hashable, Sendable {
    public static let zero = ChargeRate(perBillion: 0)

    public var perBillion: Int64

    @inlinable public init(perBillion: Int64) { self.perBillion = perBillion }

    /// This share of a value, to the nearest paisa, halves away from zero.
    @inlinable public func of(_ value: Money) -> Money {
        if perBillion == 0 { return .zero }
        let (paise, rest) = Self.paisaDivisor.dividingFullWidth(value.raw.multipliedFullWidth(by: perBillion))
        let carry: Int64 = abs(rest) * 2 < Self.paisaDivisor ? 0 : rest < 0 ? -1 : 1
        return Money(paise: paise + carry)
    }

    /// A billion parts times 100 raw units to the paisa.
    @usableFromInline static let paisaDivisor: Int64 = 100_000_000_000
}

extension ChargeRate: LosslessStringConvertible {
    /// Reads `0`, `0.03%` or `306.99/crore`, from zero to 100 %. Anything else is nil.
    public init?(_ text: String) {
        let share: Int64? =
            if text == "0" {
                0
            } else if text.hasSuffix("%") {
                Decimals.parse(text.dropLast(), places: 7)
            } else if text.hasSuffix("/crore") {
                Decimals.parse(text.dropLast(6), places: 2)
            } else {
                nil
            }
        guard let share, (0...1_000_000_000).contains(share) else { return nil }
        perBillion = share
    }

    /// In rupees per crore: `306.99/crore`.
    public var description: String {
        perBillion == 0 ? "0" : "\(perBillion / 100).\(twoDigits(Int(perBillion % 100)))/crore"
    }
}
