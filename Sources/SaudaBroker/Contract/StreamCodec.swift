public import SaudaCore

/// A socket's dialect: messages in, prices and orders and bytes to send out. A value: no socket, no clock.
public protocol StreamCodec: Sendable {
    /// The connection is open. A new connection starts with a new codec.
    mutating func opened(at now: Timestamp, into output: inout StreamOutput)
    /// Prices are wanted of these instruments and no others; called again whenever that changes.
    mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput)
    /// Malformed messages are counted in `output`, never thrown: one bad frame ends no connection.
    mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput)
    mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput)
    /// The moment of `wakeAt` has come.
    mutating func timer(at now: Timestamp, into output: inout StreamOutput)
}

/// What a codec makes of one input. Emptied by its owner, who keeps the storage.
public struct StreamOutput: Sendable {
    public var ticks: [Tick] = []
    public var depths: [Depth] = []
    public var orders: [OrderRow] = []
    public var send: [SocketMessage] = []
    /// Prices may be expected from here on.
    public var isReady = false
    public var wakeAt: Timestamp?
    /// The connection is of no more use, and why.
    public var close: BrokerError?
    /// What the broker tells people.
    public var notices: [String] = []
    /// Something about orders happened that the message does not say in full: read the book.
    public var readOrders = false
    /// Messages and packets left out, by reason; a reason names no value of the wire but unknown words and sizes.
    public var skipped: [String: Int] = [:]

    public init() {}

    public mutating func skip(_ reason: String) { skipped[reason, default: 0] += 1 }

    public mutating func removeAll() {
        ticks.removeAll(keepingCapacity: true)
        // Mostly there is nothing else: emptying an empty list is still a call.
        if !depths.isEmpty { depths.removeAll(keepingCapacity: true) }
        if !orders.isEmpty { orders.removeAll(keepingCapacity: true) }
        if !send.isEmpty { send.removeAll(keepingCapacity: true) }
        if !notices.isEmpty { notices.removeAll(keepingCapacity: true) }
        if !skipped.isEmpty { skipped.removeAll(keepingCapacity: true) }
        isReady = false
        wakeAt = nil
        if case .some = close { close = nil }
        readOrders = false
    }
}

/// How to open one connection of a stream.
public struct StreamPlan: Sendable {
    public var address: StreamAddress
    public var codec: any StreamCodec
    /// A connection on which nothing at all came for this long is dead, keep-alives included.
    public var silence: TimeSpan
    /// Whether the broker sends something of its own when there are no prices. Where it does not, silence counts while
    /// prices are expected; at other hours our pings tell a dead connection.
    public var hasHeartbeat = true

    public init(_ request: SocketRequest, codec: any StreamCodec, silence: TimeSpan) {
        self.init(.fixed(request), codec: codec, silence: silence)
    }

    public init(_ address: StreamAddress, codec: any StreamCodec, silence: TimeSpan) {
        self.address = address
        self.codec = codec
        self.silence = silence
    }
}

extension StreamPlan {
    /// Nil where it is handed out.
    public var request: SocketRequest? { if case .fixed(let request) = address { request } else { nil } }
}

/// How a broker tells of orders.
public enum OrderStreamPlan: Sendable {
    /// On a connection of its own.
    case socket(StreamPlan)
    /// On every connection of the price feed, which is opened for it when no price is wanted.
    case onFeed
    /// Not at all: the book is read.
    case poll
}
