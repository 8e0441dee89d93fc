/// The rates of one day, plan and class of trade, resolved. A few integers: look them up once a day, then per fill
/// there is arithmetic only.
public struct ChargeRates: Hashable, Sendable {
    /// A share for each side of a trade.
    struct Sides: Hashable, Sendable {
        static let zero = Sides(buy: .zero, sell: .zero)

        var buy: ChargeRate
        var sell: ChargeRate

        func of(_ value: Money, _ side: Side) -> Money { (side == .buy ? buy : sell).of(value) }
    }

    var stt = Sides.zero
    var exchange = Sides.zero
    var ipft = Sides.zero
    var sebi = Sides.zero
    var stamp = Sides.zero
    /// Of the intrinsic value of an exercised option.
    var exerciseSTT = Sides.zero
    var gst = ChargeRate.zero
    /// Whether GST is on the fees of exchange and regulator too, as by law, or on the brokerage alone (PAP-3).
    var isGSTOnFees = true
    var brokerage = ChargeTariff.free
    var dp = ChargeTariff.free

    /// The charges of one fill.
    ///
    /// - Parameters:
    ///   - value: price times quantity, of the premium for options; not negative.
    ///   - earlier: the value of the same order's fills before this one. Brokerage is per order: however an order is
    ///     cut into fills, it pays the same.
    public func charges(side: Side, value: Money, earlier: Money = .zero) -> Charges {
        var charges = Charges()
        charges.brokerage = brokerage.fee(on: earlier + value) - brokerage.fee(on: earlier)
        charges.stt = stt.of(value, side)
        charges.exchange = exchange.of(value, side)
        charges.ipft = ipft.of(value, side)
        charges.sebi = sebi.of(value, side)
        charges.stamp = stamp.of(value, side)
        let fees = isGSTOnFees ? charges.exchange + charges.ipft + charges.sebi : .zero
        charges.gst = gst.of(charges.brokerage + fees)
        return charges
    }

    /// The depository charge, with its GST, for all shares of one stock sold from the account on a day.
    public func depositoryCharges(onSaleOf value: Money) -> Charges {
        var charges = Charges()
        charges.dp = dp.fee(on: value)
        charges.gst = gst.of(charges.dp)
        return charges
    }

    /// The buyer's STT on an option exercised at expiry.
    public func exerciseCharges(onIntrinsic value: Money) -> Charges {
        var charges = Charges()
        charges.stt = exerciseSTT.of(value, .buy)
        return charges
    }
}
