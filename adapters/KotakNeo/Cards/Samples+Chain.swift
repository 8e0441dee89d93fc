import SaudaBroker
import SaudaCore

/// An option chain of one strike, as `Bodies.chain` has it.
extension Samples {
    /// 2026-09-22 and 2026-09-29.
    static let expiries = [Day(number: 20_718), Day(number: 20_725)]

    static let chain = OptionChain(
        underlying: nifty,
        expiry: expiries[0],
        last: Price(paise: 2_501_005),
        strikes: [
            OptionChain.Strike(
                Price(rupees: 25_000),
                call: quote(last: 11_255, close: 9975, volume: 1_234_500, openInterest: 650_000),
                put: quote(last: 8810, close: 9730, volume: 987_300, openInterest: 715_000)
            )
        ]
    )

    private static func quote(last: Int64, close: Int64, volume: Int64, openInterest: Int64) -> OptionChain.Quote {
        OptionChain.Quote(
            last: Price(paise: last),
            close: Price(paise: close),
            bid: .zero,
            bidQuantity: .zero,
            ask: .zero,
            askQuantity: .zero,
            volume: Quantity(volume),
            openInterest: Quantity(openInterest),
            greeks: nil
        )
    }
}
