public import SaudaCore

/// What went wrong with a broker, and what happens next. Whoever handles it branches on `recovery`, never on a text.
public struct BrokerError: Error, Hashable, Sendable {
    /// The broker's id in config.yaml.
    public var broker: String
    /// What happened, with the broker's own words where it gave some. Holds no secret.
    public var summary: String
    /// What a person can do.
    public var nextStep: String
    public var recovery: Recovery
    /// When the broker said no to an order: why.
    public var rejection: Rejection?

    public init(
        broker: String,
        summary: String,
        nextStep: String,
        recovery: Recovery,
        rejection: Rejection? = nil
    ) {
        self.broker = broker
        self.summary = summary
        self.nextStep = nextStep
        self.recovery = recovery
        self.rejection = rejection
    }
}

extension BrokerError: CustomStringConvertible {
    public var description: String { "\(broker): \(summary). \(nextStep)" }
}

/// What to do about an error; acted on in one place, for every call alike.
public enum Recovery: Hashable, Sendable {
    /// The broker did not take it: the same again after that long. Zero leaves the wait to the caller's back-off.
    case retry(after: TimeSpan)
    /// There were too many: the broker did not take it, and nothing of its kind goes out for that long.
    case slowDown(after: TimeSpan)
    /// The session is over: sign in once, then the same again.
    case signInAgain
    /// It may have happened: a read is repeated, an order is looked up in the book first.
    case checkOrderBook
    /// The request itself is refused; repeating it changes nothing.
    case changeRequest
    /// Nothing more goes out until a person has looked.
    case stop
}
