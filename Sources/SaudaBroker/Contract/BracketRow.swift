public import SaudaCore

/// A bracket order as the broker has it.
public struct BracketRow: Hashable, Sendable {
    public struct Exit: Hashable, Sendable {
        public enum Status: Hashable, Sendable {
            case waiting
            /// Its order is at the exchange.
            case triggered
            case traded, cancelled, rejected, expired
            case unknown(String)
        }

        /// The target's limit, or the stop's trigger, which moves when it trails.
        public var price: Price
        public var status: Status
        /// For how many units its order went out.
        public var triggered: Quantity

        public init(price: Price, status: Status, triggered: Quantity = .zero) {
            self.price = price
            self.status = status
            self.triggered = triggered
        }
    }

    /// As the order book has it; its number is that of the whole.
    public var entry: OrderRow
    /// Nil where none was asked for.
    public var target: Exit?
    public var stop: Exit?
    /// Of the stop; zero when it stays where it is.
    public var trail: Price
    /// Entry and one exit are done.
    public var isClosed: Bool

    public init(
        entry: OrderRow,
        target: Exit?,
        stop: Exit?,
        trail: Price = .zero,
        isClosed: Bool = false
    ) {
        self.entry = entry
        self.target = target
        self.stop = stop
        self.trail = trail
        self.isClosed = isClosed
    }

    public var id: BrokerOrderID { entry.id }

    /// Nothing of it can fire any more: what the entry has filled and no exit has taken out is held without a way out.
    public var isOver: Bool {
        let exits = [target, stop].compactMap(\.self)
        return isClosed || (entry.isFinal && !exits.contains { $0.status.mayFire })
    }
}

extension BracketRow.Exit.Status {
    /// A word that nobody knows is no end.
    public var mayFire: Bool {
        switch self {
        case .waiting, .triggered, .unknown: true
        case .traded, .cancelled, .rejected, .expired: false
        }
    }
}
