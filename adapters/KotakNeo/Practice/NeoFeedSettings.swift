public import SaudaCore

/// What is switchable about the three sockets: limits, and what the reference leaves open or reports of bad days.
public struct NeoFeedSettings: Sendable {
    public var hsm = NeoHSMSettings()
    public var sfeed = NeoSFeedSettings()
    public var orders = NeoOrderFeedSettings()
    /// How often what has changed goes out.
    public var beat = TimeSpan.milliseconds(250)
    /// How long a connection lives before it ends without a word; nil for ever (trap 4: two to ten minutes).
    public var dropsAfter: TimeSpan?
    /// No prices go out: a stall on a connection that lives.
    public var isSilent = false
    /// Handshakes are answered with 503.
    public var refusesHandshakes = false

    public init() {}
}

/// Of the binary market feed (section 7).
public struct NeoHSMSettings: Sendable {
    /// Every so many-th data frame is to be acknowledged; 0 for never, and frames have no number then (7.4).
    public var acknowledgeEvery: UInt32 = 5
    /// A connection ends when so many acknowledgements are missing; nil for never.
    public var missingAcknowledgements: Int? = 10
    /// 7.2.
    public var scripsPerRequest = 100
    public var scripsPerChannel = 200
    public var channels: UInt8 = 16
    public var scrips = 3000
    public var packetsPerFrame = 20
    /// A connection that says nothing for so long ends; nil for never (7.7: two to three minutes).
    public var quietWithin: TimeSpan? = .seconds(150)
    /// Quotes and depth of one instrument on one connection end it after so long; nil for never (trap 19).
    public var mixedFor: TimeSpan?
    /// Pausing a channel stops its updates; otherwise it is accepted and nothing comes of it (section 11).
    public var pauses = false
    /// What one of a throttling request is; nil for a request that means nothing (7.2: unit unknown).
    public var throttleUnit: TimeSpan?
    /// The first packet of a topic is an update of something that was never named.
    public var updatesFirst = false

    public init() {}
}

/// Of the feed in little-endian batches (section 8).
public struct NeoSFeedSettings: Sendable {
    /// Of the answer to a good first frame: 1117 as documented, 1119 as seen.
    public var welcome = 1119
    /// The welcome says another format than was asked for.
    public var fallsBack = false
    public var acknowledgement = Acknowledgement.symbols
    /// Prices go out before what they answer is acknowledged.
    public var pricesFirst = false
    public var tokens = 3000
    public var packetsPerFrame = 20
    /// The close of a mini packet is in rupees, as the documents have it; otherwise as the client reads it.
    public var miniCloseIsRupees = false
    /// After the first packet of a subscription nothing comes (section 8: measured once).
    public var stopsAfterSnapshot = false
    /// How many rows each side of a full depth has.
    public var fullDepth = 20

    /// Both are to be read.
    public enum Acknowledgement: Hashable, Sendable {
        /// The client's: `trading_symbols`.
        case symbols
        /// The documents': `description` and `data`.
        case described
    }

    public init() {}
}

/// Of orders and positions (section 9).
public struct NeoOrderFeedSettings: Sendable {
    public var handshake = Handshake.both
    public var heartbeat = Heartbeat.ignored
    /// How often the first answer comes again, as a sign of life; nil for never.
    public var repeatsWelcome: TimeSpan? = .seconds(30)
    /// How often something comes that means nothing; nil for never.
    public var straysEvery: TimeSpan?
    /// Every so many-th order message says no more than a number and a status (9.4); 0 for none.
    public var thinsEvery = 0
    /// Every so many-th message is lost; 0 for none.
    public var losesEvery = 0
    /// Every message comes twice.
    public var repeats = false
    /// Two messages that follow each other within a quarter of a second change places.
    public var swaps = false
    /// What is known comes again after each handshake (9.4).
    public var replays = true
    /// How long a connection may say nothing before its handshake is done.
    public var handshakeWithin = TimeSpan.seconds(10)

    public enum Handshake: Hashable, Sendable {
        case both
        /// JSON is answered with a complaint, as on E41 (9.2).
        case strippedOnly
        /// What is not JSON ends the connection, as a third party saw it (9.2).
        case jsonOnly
    }

    /// What comes of `{type:hb}` (9.3).
    public enum Heartbeat: Hashable, Sendable {
        case ignored
        case complaint
    }

    public init() {}
}
