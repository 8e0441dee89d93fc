public import SaudaCore

/// The broker's side of a dialect, for practice and tests: a value without a socket, a clock or dice.
///
/// Its owner carries out the actions in their order, hands it what comes of them, and calls it with `.timer` when
/// `wakeAt` has come. Time never runs backwards.
public protocol PracticeBroker: Sendable {
    mutating func handle(_ input: PracticeInput, at now: Timestamp, into actions: inout [PracticeAction])
    /// When it has to be called even if nothing comes; `distantFuture` for never.
    var wakeAt: Timestamp { get }
    /// A client answered a ping. Brokers that end connections whose answers stop need to know; the others do not.
    mutating func heardPong(from socket: PracticeSocket, at now: Timestamp)
    /// What it has counted of the requests that came, refused ones too.
    var counts: [PracticeCount] { get }

    /// What a client signs in with, by the names that the dialect has for it; a new one-time token with each call.
    mutating func makeCredentials(at now: Timestamp) -> [PracticeCredential]
    /// Ends every session now; what is under way goes on.
    mutating func endSessions(at now: Timestamp)

    /// Whether the request would place, change or cancel an order.
    func isOrderWrite(_ request: IncomingRequest) -> Bool
    /// How the dialect says that something is wrong with the broker itself.
    func answer(to trouble: PracticeTrouble, at now: Timestamp) -> PracticeResponse
    /// A frame of prices whose lengths do not tell the truth; a text without lengths is cut.
    ///
    /// - Parameter choice: which of the lies; any number will do.
    func lie(_ frame: [UInt8], choice: UInt64) -> [UInt8]
}

extension PracticeBroker {
    public mutating func heardPong(from socket: PracticeSocket, at now: Timestamp) {}
}

/// Why a broker could not do what was asked, for reasons of its own.
public enum PracticeTrouble: Hashable, Sendable {
    case tooManyRequests
    /// 500, 502, 503 or 504.
    case failing(status: Int)
    /// A page of some proxy in front of it.
    case page
}

/// One thing that a client needs, for people and for a shell.
public struct PracticeCredential: Hashable, Sendable {
    /// As the adapter's `credentialNames` have it.
    public var name: String
    /// As an environment variable.
    public var variable: String
    public var value: String

    public init(name: String, variable: String, value: String) {
        self.name = name
        self.variable = variable
        self.value = value
    }
}
