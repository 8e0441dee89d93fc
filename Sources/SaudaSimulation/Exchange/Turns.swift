import SaudaCore

/// The moments of a day at which exchange and broker act of themselves.
struct Turns: Sendable {
    /// The earliest of them; `distantFuture` when nothing is left to do.
    private(set) var next = Timestamp.distantFuture
    /// Stops and disclosed orders end here in shares that close in an auction.
    private(set) var auction = Timestamp.distantFuture
    private(set) var squareOff = Timestamp.distantFuture
    /// When the next working range widens.
    private(set) var bands = Timestamp.distantFuture
    /// From here on intraday orders are not taken; nil when they always are.
    private(set) var lastIntraday: Timestamp?
    private var close = Timestamp.distantFuture

    init() {}

    init(_ sessions: DaySessions, squareOff rule: SquareOff?) {
        close = sessions.day.close
        if sessions.hasClosingAuction { auction = sessions.day.auctionFrom }
        lastIntraday = rule?.time(on: sessions.day)
        if let lastIntraday, lastIntraday < close { squareOff = lastIntraday }
        next = min(auction, squareOff)
    }

    /// A working range that widens after the close widens no more.
    mutating func widen(at time: Timestamp) {
        guard time < close else { return }
        bands = min(bands, time)
        next = min(next, time)
    }

    /// What is due, and is then done.
    mutating func take(at time: Timestamp) -> (auction: Bool, squareOff: Bool, bands: Bool) {
        let due = (auction <= time, squareOff <= time, bands <= time)
        if due.0 { auction = .distantFuture }
        if due.1 { squareOff = .distantFuture }
        if due.2 { bands = .distantFuture }
        next = min(auction, squareOff, bands)
        return due
    }
}
