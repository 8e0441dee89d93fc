package import SaudaCore

/// One follower's money: what its broker said, less what copies have taken since. Sizing, margin and placing happen one
/// after the other against it, so that two copies never spend the same rupee (CPY-5).
package struct CopyLedger: Hashable, Sendable {
    private struct Reserve: Hashable {
        var amount: Money
        var time: Timestamp
    }

    /// How long a figure is believed (CPY-1).
    package static let lifetime = TimeSpan.seconds(30)
    /// So long a copy may take until the broker counts it.
    package static let settling = TimeSpan.seconds(2)

    private var available: Money?
    /// When that was asked for.
    private var asked: Timestamp?
    private var reserves: [BrokerOrderID: Reserve] = [:]

    package init() {}

    /// What the broker says is available; nil when it has not said so of late.
    package func funds(at now: Timestamp) -> Money? {
        guard let asked, now.since(asked) <= Self.lifetime else { return nil }
        return available
    }

    /// What is left for the copy of `order`; what it has taken itself counts as left.
    package func free(for order: BrokerOrderID) -> Money {
        let taken = reserves.reduce(Money.zero) { $1.key == order ? $0 : $0 + $1.value.amount }
        return max((available ?? .zero) - taken, .zero)
    }

    package mutating func reserve(_ amount: Money, for order: BrokerOrderID, at now: Timestamp) {
        reserves[order] = amount > .zero ? Reserve(amount: amount, time: now) : nil
    }

    /// Takes an answer of the broker. It knows of the copies that were asked for well before it was.
    package mutating func take(_ available: Money, askedAt time: Timestamp) {
        if let asked, time < asked { return }
        self.available = available
        asked = time
        reserves = reserves.filter { $0.value.time.advanced(by: Self.settling) > time }
    }
}
