public import SaudaBroker
public import SaudaCore

/// Answers, refusals and frames of a broker, real or from its documents, and what they mean. Secrets are fakes.
public struct CardSamples: Sendable {
    public var signIn: SignIn
    /// The credentials without which no sign-in is possible.
    public var neededSecrets: [String]
    /// One for each errand at least that the broker answers; lists are not empty.
    public var reads: [Read]
    /// A new order is taken: the answer, and the order's reference.
    public var accepted: (response: HTTPResponse, id: BrokerOrderID)
    /// Answers to a new order or a cancel that say no.
    public var refusals: [Refusal]
    /// Answers to the feed's handshake that say no.
    public var handshakes: [Refusal]
    /// The answer that hands a connection's address out; nil where all are known beforehand.
    public var handedOut: HTTPResponse?
    /// Any call with a session that has ended.
    public var deadSession: HTTPResponse
    /// Any call too many.
    public var tooMany: HTTPResponse
    /// An instrument list in which two rows claim one symbol, token or key, and others do not; the last answer, where
    /// the list takes several.
    public var clashingList: HTTPResponse?
    /// An order book with one open order whose status is a word that nobody knows.
    public var unknownStatus: HTTPResponse?
    /// An order book on a day without an order.
    public var emptyBook: HTTPResponse?
    /// The feed is asked for these.
    public var wanted: [InstrumentID]
    /// What the feed says before its first price, to a connection that has said who it is; empty where it says nothing.
    public var welcome: [SocketMessage]
    /// Messages of the feed with prices, binary or texts as the broker sends them, and their ticks.
    public var frames: [Frame]
    /// Messages about orders, on the feed or a connection of their own, and their rows; empty where orders are polled.
    public var orderMessages: [OrderMessage]
    /// Conversions, GTTs and whatever else changes something beside orders; empty where the broker has none.
    public var changes: [Read]
    /// The answer to a sign-out; nil where the broker has none.
    public var signedOut: HTTPResponse?
    /// What the adapter writes, as a person has reviewed it (`GoldenRequests`).
    public var golden: String

    public init(
        signIn: SignIn,
        neededSecrets: [String],
        reads: [Read],
        accepted: (response: HTTPResponse, id: BrokerOrderID),
        refusals: [Refusal],
        handshakes: [Refusal],
        handedOut: HTTPResponse? = nil,
        deadSession: HTTPResponse,
        tooMany: HTTPResponse,
        clashingList: HTTPResponse? = nil,
        unknownStatus: HTTPResponse? = nil,
        emptyBook: HTTPResponse? = nil,
        wanted: [InstrumentID],
        welcome: [SocketMessage] = [],
        frames: [Frame],
        orderMessages: [OrderMessage] = [],
        changes: [Read] = [],
        signedOut: HTTPResponse? = nil,
        golden: String = ""
    ) {
        self.signIn = signIn
        self.neededSecrets = neededSecrets
        self.reads = reads
        self.accepted = accepted
        self.refusals = refusals
        self.handshakes = handshakes
        self.handedOut = handedOut
        self.deadSession = deadSession
        self.tooMany = tooMany
        self.clashingList = clashingList
        self.unknownStatus = unknownStatus
        self.emptyBook = emptyBook
        self.wanted = wanted
        self.welcome = welcome
        self.frames = frames
        self.orderMessages = orderMessages
        self.changes = changes
        self.signedOut = signedOut
        self.golden = golden
    }

    public struct SignIn: Sendable {
        /// What a person says, in order: replies and redirects.
        public var person: [DialogueInput]
        public var answers: [HTTPResponse]
        /// Instead of the last answer: the password, code or token is wrong.
        public var refusal: HTTPResponse

        public init(person: [DialogueInput], answers: [HTTPResponse], refusal: HTTPResponse) {
            self.person = person
            self.answers = answers
            self.refusal = refusal
        }
    }

    public struct Read: Sendable {
        public var errand: Errand
        /// One for each request that it takes.
        public var answers: [HTTPResponse]
        public var result: ErrandResult
        /// Rows left out, all reasons together.
        public var skipped: Int

        public init(_ errand: Errand, _ answers: [HTTPResponse], _ result: ErrandResult, skipped: Int = 0) {
            self.errand = errand
            self.answers = answers
            self.result = result
            self.skipped = skipped
        }
    }

    public struct Refusal: Sendable {
        public var response: HTTPResponse
        public var recovery: Recovery
        /// Where the broker's words say why.
        public var rejection: Rejection?

        public init(_ response: HTTPResponse, _ recovery: Recovery, _ rejection: Rejection? = nil) {
            self.response = response
            self.recovery = recovery
            self.rejection = rejection
        }
    }

    public struct Frame: Sendable {
        public var message: SocketMessage
        public var ticks: [Tick]

        public init(_ message: SocketMessage, _ ticks: [Tick]) {
            self.message = message
            self.ticks = ticks
        }

        /// A binary message.
        public init(_ bytes: [UInt8], _ ticks: [Tick]) { self.init(.binary(bytes), ticks) }
    }

    public struct OrderMessage: Sendable {
        public var message: SocketMessage
        public var rows: [OrderRow]

        public init(_ message: SocketMessage, _ rows: [OrderRow]) {
            self.message = message
            self.rows = rows
        }
    }
}
