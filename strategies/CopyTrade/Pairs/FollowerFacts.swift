package import SaudaCore

/// What the world looks like for one follower and one instrument, at the moment of a decision.
package struct FollowerFacts: Hashable, Sendable {
    package var now: Timestamp
    /// Nil when it is not among the day's.
    package var instrument: Instrument?
    package var isOpen: Bool
    package var isPaused: Bool
    package var traits: VenueTraits
    /// The leader's available money, and the follower's; nil while not known.
    package var leaderFunds: Money?
    package var funds: Money?
    /// Of the follower's money, what no other copy has taken.
    package var free: Money
    /// The last price; nil when there is none, or only an old one.
    package var price: Price?
    /// What the leader held before the order, signed; nil when it is not known.
    package var leaderHeld: Quantity?
    /// What the follower holds, signed, less what other copies are closing.
    package var held: Quantity
    /// How what was asked for stands; nil when nothing was.
    package var status: TargetStatus?
    /// What the follower's broker shows of the copy while no request is under way; nil when that is not known.
    package var seen: OrderTerms?

    package init(
        now: Timestamp,
        instrument: Instrument?,
        isOpen: Bool = true,
        isPaused: Bool = false,
        traits: VenueTraits = .practice,
        leaderFunds: Money? = nil,
        funds: Money? = nil,
        free: Money = .zero,
        price: Price? = nil,
        leaderHeld: Quantity? = nil,
        held: Quantity = .zero,
        status: TargetStatus? = nil,
        seen: OrderTerms? = nil
    ) {
        self.now = now
        self.instrument = instrument
        self.isOpen = isOpen
        self.isPaused = isPaused
        self.traits = traits
        self.leaderFunds = leaderFunds
        self.funds = funds
        self.free = free
        self.price = price
        self.leaderHeld = leaderHeld
        self.held = held
        self.status = status
        self.seen = seen
    }
}
