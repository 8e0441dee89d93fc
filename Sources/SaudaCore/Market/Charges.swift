/// What a fill costs besides its price, part by part, each to the paisa.
public struct Charges: Hashable, Sendable {
    public static let zero = Charges()

    public var brokerage = Money.zero
    /// Securities transaction tax.
    public var stt = Money.zero
    /// The exchange's transaction fee.
    public var exchange = Money.zero
    /// Investor protection fund.
    public var ipft = Money.zero
    public var sebi = Money.zero
    public var stamp = Money.zero
    public var gst = Money.zero
    /// The depository's charge for shares leaving the account, per stock and day of sale.
    public var dp = Money.zero

    public init() {}

    public var total: Money { brokerage + stt + exchange + ipft + sebi + stamp + gst + dp }

    public static func + (a: Charges, b: Charges) -> Charges {
        var sum = a
        sum += b
        return sum
    }

    public static func += (a: inout Charges, b: Charges) {
        a.brokerage += b.brokerage
        a.stt += b.stt
        a.exchange += b.exchange
        a.ipft += b.ipft
        a.sebi += b.sebi
        a.stamp += b.stamp
        a.gst += b.gst
        a.dp += b.dp
    }
}
