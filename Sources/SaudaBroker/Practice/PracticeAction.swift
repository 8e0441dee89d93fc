public import SaudaCore

/// What a practice broker wants done.
public enum PracticeAction: Hashable, Sendable {
    case respond(PracticeCall, PracticeResponse, PracticeDelivery = .whole)
    /// Ends the connection that the request came on, without an answer.
    case drop(PracticeCall)
    case accept(PracticeSocket)
    /// Answers a handshake with HTTP instead.
    case refuse(PracticeSocket, PracticeResponse)
    case write(PracticeSocket, SocketMessage, PracticeContent)
    /// Half of a message, in a frame that says it is whole: nobody gets so far as to see whether it is binary or a text.
    case writeHalf(PracticeSocket, [UInt8])
    /// With a close frame.
    case close(PracticeSocket, code: UInt16)
    /// Without one.
    case cut(PracticeSocket)
    /// Nothing of its own accord goes to it any more, pongs included; it stays open.
    case mute(PracticeSocket)
    /// Ends every connection without a word.
    case cutAll
    /// The same, and nobody listens for so long.
    case restart(for: TimeSpan)
    /// `.place`, `.modify` or `.cancel` for the exchange; what comes of it is told by `.exchange`.
    case exchange(Command)
    /// Part of a position goes from one product to another, at its average price.
    case convert(PracticeConversion)
}

/// A position, or part of it, that changes its product.
public struct PracticeConversion: Hashable, Sendable {
    public var instrument: InstrumentID
    /// Of the trade that opened it.
    public var side: Side
    public var quantity: Quantity
    public var from: Product
    public var to: Product
    public var average: Price

    public init(
        _ instrument: InstrumentID,
        _ side: Side,
        _ quantity: Quantity,
        from: Product,
        to: Product,
        average: Price
    ) {
        self.instrument = instrument
        self.side = side
        self.quantity = quantity
        self.from = from
        self.to = to
        self.average = average
    }
}

/// How an answer's body goes out.
public enum PracticeDelivery: Hashable, Sendable {
    case whole
    /// In pieces, spread evenly over a time.
    case slowly(over: TimeSpan)
}

/// What a message to a socket is about, so that faults can choose.
public enum PracticeContent: Hashable, Sendable {
    case prices, orders, keepAlive, other
}
