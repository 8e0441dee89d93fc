public import SaudaBroker
public import SaudaCore
public import SaudaTestKit

/// What this build of sauda has: the one list is a literal in the executable and is passed down from there.
public struct Plugins: Sendable {
    public var strategies: [StrategyPlugin]
    public var brokers: [BrokerPlugin]

    public init(strategies: [StrategyPlugin], brokers: [BrokerPlugin]) {
        self.strategies = strategies
        self.brokers = brokers
    }

    func strategy(_ name: String) -> StrategyPlugin? { strategies.first { $0.name == name } }
}

/// A broker by its id in config.yaml.
public struct BrokerPlugin: Sendable {
    public var id: String
    /// The practice exchange inside this process.
    public var isSimulated: Bool
    /// Real money may be traded through it: its wire was compared with the broker's own client, not with documents alone.
    public var isAvailable: Bool
    /// What binary messages of its price feeds say, the usual feed first; empty where it has none that can be shown.
    public var decoders: [FrameDecoder]
    /// Makes the adapter for the addresses it is given; nil where there is none yet.
    public var adapter: (@Sendable (Endpoints) -> any BrokerAdapter)?
    /// The adapter's addresses on a practice server, from its HTTP and its socket address; those of the cards unless named.
    public var practiceEndpoints: (@Sendable (_ http: String, _ socket: String) -> [String: String])?
    /// Where it answers a plain GET, for looking whether it can be reached.
    public var address: String?
    /// What it charges beside the law's rates, in the form of the library's plans.csv.
    public var charges: String?
    /// Makes the broker's own side for practice, from a day on; nil where there is none yet.
    public var practice: (@Sendable (PracticeSetup, Day) -> any PracticeBroker)?
    /// What it brings to the cards, for `sauda conformance`; nil where there is nothing yet.
    public var cards: CardKit?

    public init(
        id: String,
        isSimulated: Bool = false,
        isAvailable: Bool,
        decoders: [FrameDecoder] = [],
        adapter: (@Sendable (Endpoints) -> any BrokerAdapter)? = nil,
        practiceEndpoints: (@Sendable (_ http: String, _ socket: String) -> [String: String])? = nil,
        address: String? = nil,
        charges: String? = nil,
        practice: (@Sendable (PracticeSetup, Day) -> any PracticeBroker)? = nil,
        cards: CardKit? = nil
    ) {
        self.id = id
        self.isSimulated = isSimulated
        self.isAvailable = isAvailable
        self.decoders = decoders
        self.adapter = adapter
        self.practiceEndpoints = practiceEndpoints ?? cards?.endpoints
        self.address = address
        self.charges = charges
        self.practice = practice
        self.cards = cards
    }
}

/// Shows the binary messages of one price feed, for `sauda decode`.
public struct FrameDecoder: Sendable {
    /// The broker's name of the feed, for brokers with several.
    public var name: String
    /// Begins anew, as a connection does: what comes of it may remember one message for the next.
    public var begin: @Sendable () -> (RawSpan) -> DecodedFrame

    public init(_ name: String, begin: @escaping @Sendable () -> (RawSpan) -> DecodedFrame) {
        self.name = name
        self.begin = begin
    }

    /// For messages that are each whole in themselves.
    public init(_ name: String, each decode: @escaping @Sendable (RawSpan) -> DecodedFrame) {
        self.init(name, begin: { decode })
    }
}

/// One binary message of a price feed as people read it, for `sauda decode`.
public struct DecodedFrame: Hashable, Sendable {
    /// JSON objects, one a line; a malformed frame has one with `error`.
    public var lines: [String]
    public var isMalformed: Bool
    /// What was left out by design.
    public var notes: [String]

    public init(lines: [String], isMalformed: Bool, notes: [String] = []) {
        self.lines = lines
        self.isMalformed = isMalformed
        self.notes = notes
    }
}
