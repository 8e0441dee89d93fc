/// A day's charges of one account as the contract note states them: STT and stamp duty to the rupee, the rest to the paisa.
public struct ContractNote: Hashable, Sendable {
    /// The sum before rounding.
    public private(set) var sum = Charges.zero

    public init() {}

    public mutating func add(_ charges: Charges) { sum += charges }

    public var charges: Charges {
        var rounded = sum
        rounded.stt = sum.stt.roundedToRupee()
        rounded.stamp = sum.stamp.roundedToRupee()
        return rounded
    }
}
