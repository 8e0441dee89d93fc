public import SaudaCore

/// What a person may ask of an order beside its terms; strategies use none of it. Empty by default; an adapter refuses
/// what its broker has not.
public struct OrderOptions: Hashable, Sendable {
    public enum Form: Hashable, Sendable {
        /// One order, now or after the market as the request says.
        case plain
        /// An intraday order whose fill gets a stop at that trigger at once (CO). The stop is an order of its own.
        case cover(stop: Price)
        /// So many orders, each sent when the one before is filled. Each leg is an order of its own.
        case iceberg(legs: Int)
        /// A sale in an exchange's auction of that number.
        case auction(number: String)
    }

    public var form: Form
    /// What is left after so many minutes is cancelled (TTL); nil for the validity of the terms.
    public var minutes: Int?
    /// How far from the last price a market order may trade; nil for the broker's own band.
    public var protection: Protection?
    /// The broker cuts what is above the freeze quantity into orders below it.
    public var isSliced: Bool
    /// The registered algorithm it is of; nil for the account's own.
    public var algorithm: String?
    /// When an after-market order goes to the exchange; nil for the broker's own time, which is the opening.
    public var release: Release?

    public enum Release: Hashable, Sendable {
        case preOpen, open
        /// 30 or 60 minutes after the opening.
        case open30, open60
    }

    public enum Protection: Hashable, Sendable {
        case automatic
        /// In hundredths of a percent: 250 is 2.5 %.
        case percent(hundredths: Int64)
    }

    public init(
        form: Form = .plain,
        minutes: Int? = nil,
        protection: Protection? = nil,
        isSliced: Bool = false,
        algorithm: String? = nil,
        release: Release? = nil
    ) {
        self.form = form
        self.minutes = minutes
        self.protection = protection
        self.isSliced = isSliced
        self.algorithm = algorithm
        self.release = release
    }

    public var isEmpty: Bool { self == OrderOptions() }

    /// Several orders of the broker may come of one request, all with its tag.
    public var mayBecomeMany: Bool {
        switch form {
        case .plain, .auction: isSliced
        case .cover, .iceberg: true
        }
    }
}
