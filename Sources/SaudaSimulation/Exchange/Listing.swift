package import SaudaCore

/// What the market of one share is like on one day. The feeder knows it from the start; no trader is told.
package struct Listing: Sendable {
    /// The day it holds for; on others nothing is known.
    package var day: Day
    /// The last close before the day; zero when there was none.
    package var previousClose: Price
    /// The day's extremes; zero when nothing trades.
    package var low: Price
    package var high: Price
    package var close: Price
    /// What each candle of the day trades, in order; one for a day played from its daily candle, and one more at the
    /// end for the closing auction. Empty when volumes do not matter.
    package var volumes: [Quantity] = []
    /// Around which the closing auction's band lies; zero when there is none.
    package var auctionReference = Price.zero
    /// Nobody of this side trades at `close`: the share is locked there.
    var locked: Side?
    /// Which of the candles trades now, and how many quarters of it have.
    private(set) var candle = -1
    private(set) var quarters: Int64 = 0
    /// Taken of this candle, by account.
    private(set) var taken: [Quantity] = []

    package init(
        day: Day,
        previousClose: Price = .zero,
        low: Price = .zero,
        high: Price = .zero,
        close: Price = .zero
    ) {
        self.day = day
        self.previousClose = previousClose
        self.low = low
        self.high = high
        self.close = close
    }

    static let none = Listing(day: Day(number: .min))
}

// MARK: - Locks

extension Listing {
    /// Whether the day ended at the edge of one of the fixed bands, with its extreme there, within a tick.
    ///
    /// A band of less than four ticks is too coarse to tell.
    mutating func findLock(tick: Price) {
        guard previousClose.raw > 0, close.raw > 0, close == high || close == low else { return }
        for percent in BandList.fixed {
            let reach = previousClose.raw * percent / 100
            guard reach >= 4 * tick.raw else { continue }
            if close == high, abs(previousClose.raw + reach - close.raw) <= tick.raw { locked = .buy }
            if close == low, abs(previousClose.raw - reach - close.raw) <= tick.raw { locked = .sell }
        }
    }

    func isLocked(for side: Side, at price: Price) -> Bool { locked == side && price == close }
}

// MARK: - Volume

extension Listing {
    /// The candle's volume, zero before the first price.
    var volume: Quantity { volumes.indices.contains(candle) ? volumes[candle] : .zero }

    /// Comes to a price of a candle, counted over the day in fours: what the candle trades is set free by quarters.
    mutating func come(to number: Int) {
        if number / 4 != candle { taken.removeAll(keepingCapacity: true) }
        candle = number / 4
        quarters = Int64(number % 4 + 1)
    }

    /// What an account may take now, in whole lots.
    ///
    /// - Parameter share: of the volume, in basis points.
    func free(for account: Int, share: Int, lot: Quantity) -> Quantity {
        // No market trades more than 10^13 units; a larger number is damage, and must not overflow.
        let volume = min(max(volume.units, 0), 10_000_000_000_000)
        let free = volume * Int64(min(max(share, 0), 10_000)) / 10_000 * quarters / 4
        let used = taken.indices.contains(account) ? taken[account] : .zero
        return max(Quantity(free) - used, .zero).roundedDown(toLot: lot)
    }

    mutating func take(_ quantity: Quantity, for account: Int) {
        while taken.count <= account { taken.append(.zero) }
        taken[account] += quantity
    }
}
