public import SaudaCore

/// What is switchable about the feeds: limits, and what the reference leaves open or reports of bad days.
public struct DhanFeedSettings: Sendable {
    /// 3.1.
    public var connections = 5
    public var instrumentsPerConnection = 5000
    public var instrumentsPerMessage = 100
    /// 3.7.
    public var depthInstruments = 50
    /// Market feed and depth feeds share the five connections; they are counted apart otherwise.
    public var sharesConnections = false
    /// More instruments than allowed end the connection with 804; otherwise the excess is dropped.
    public var endsOverLimit = true
    /// How often what has changed goes out.
    public var beat = TimeSpan.milliseconds(250)
    /// A first packet comes right after subscribing; otherwise with the next change only (T19).
    public var answersAtOnce = true
    /// Packet 6 comes for every subscription, as the documents have it; otherwise for indices only (3.2).
    public var tellsEveryClose = false
    /// Quote and Full of an index come as Ticker (3.6).
    public var indicesAreTickers = false
    /// Packets in one message.
    public var packetsPerFrame = 1
    /// How often a packet of code 0 comes; nil for never.
    public var heartbeat: TimeSpan?
    public var ping = TimeSpan.seconds(10)
    /// How long a connection stays without a pong; nil for ever (section 5).
    public var pongWithin: TimeSpan? = .seconds(40)
    /// Nothing but pings goes out: a stall on a connection that lives (T16).
    public var isSilent = false
    /// Handshakes are answered with 429 (T15).
    public var refusesHandshakes = false
    /// Depth connections end with the reason in the header, where the official client looks for it (3.8).
    public var depthReasonIsEarly = false

    public init() {}
}
