public import SaudaCore

/// Numbers a request between its coming and its answer.
public struct PracticeCall: Hashable, Comparable, Sendable {
    public var number: UInt64

    public init(number: UInt64) { self.number = number }
    public static func < (a: PracticeCall, b: PracticeCall) -> Bool { a.number < b.number }
}

/// Numbers a WebSocket connection, from its handshake on.
public struct PracticeSocket: Hashable, Comparable, Sendable {
    public var number: UInt64

    public init(number: UInt64) { self.number = number }
    public static func < (a: PracticeSocket, b: PracticeSocket) -> Bool { a.number < b.number }
}

/// What a practice broker is told.
public enum PracticeInput: Sendable {
    case request(PracticeCall, IncomingRequest)
    /// A handshake; answered with `.accept` or `.refuse`.
    case socketRequest(PracticeSocket, IncomingRequest)
    case socketMessage(PracticeSocket, SocketMessage)
    /// Whoever ended it; also after `.close`.
    case socketClosed(PracticeSocket)
    /// The exchange opens its books for a day.
    case dayStarted(TradingDay)
    /// Trading is over; what rested has been reported.
    case dayEnded
    /// The market moved, in this order.
    case market([MarketMove])
    /// What the exchange says: a report on an order of `.exchange`, an order that it made itself, the day's limits.
    case exchange(Event)
    /// The account's money as the exchange has it: all of it, and what no order has set aside.
    case funds(cash: Money, available: Money)
    /// The moment of `wakeAt` has come.
    case timer
}

/// One price of one instrument, and how much traded on the way to it.
public struct MarketMove: Hashable, Sendable {
    public var instrument: InstrumentID
    public var price: Price
    public var quantity: Quantity

    public init(_ instrument: InstrumentID, price: Price, quantity: Quantity) {
        self.instrument = instrument
        self.price = price
        self.quantity = quantity
    }
}
