package import SaudaBroker
package import SaudaCore

/// What `sauda doctor` judges by, as gathered. Nil is what could not be found out.
package struct DoctorFacts: Sendable {
    package var now: Timestamp
    package var machine = Machine()
    package var home: Home?
    package var config: Configuration?
    package var accounts: [Account] = []
    /// Brokers are not asked.
    package var isOffline = false

    package init(now: Timestamp) { self.now = now }

    package struct Machine: Sendable {
        /// Of the machine's zone from UTC, in seconds.
        package var zoneOffset: Int?
        /// The kernel says that the clock is kept by a time server.
        package var isClockSynchronised: Bool?
        /// Files that one process may open.
        package var descriptors: Int?
        /// Bytes.
        package var memoryAvailable: Int64?
        package var load: Double?
        package var processors = 1
        /// The largest core dump, in bytes.
        package var coreLimit: UInt64?
        package var proxies: [String] = []
        /// A bundle of certificate authorities is there.
        package var hasCertificates: Bool?
        package var hasRandom: Bool?
        /// Addresses of this machine but loopback.
        package var addresses: [String] = []
        /// The login's port can be listened on.
        package var isLoginPortFree: Bool?

        package init() {}
    }

    package struct Configuration: Sendable {
        package var path: String
        /// Permission bits.
        package var mode: UInt16?
        package var isOwn = true
        package var errors: [ConfigError] = []
        package var unsupported: [ConfigError] = []
        package var isLive = false
        package var alertCount = 0
        /// The folder of price files; nil when history comes from an account.
        package var history: (path: String, isThere: Bool)?
        /// Why the universe cannot be read.
        package var universe: String?

        package init(path: String) { self.path = path }
    }

    package struct Home: Sendable {
        package var path: String
        package var exists = false
        package var mode: UInt16?
        package var isOwn = true
        /// Bytes that can be written.
        package var free: Int64?
        package var freeFiles: Int64?
        /// How long a small file takes to reach the disk; nil when it cannot be written.
        package var sync: TimeSpan?
        package var syncTrouble: String?
        /// Who holds the lock.
        package var holder: Int32?
        package var hasStaleLock = false
        package var journal: Journal?
        /// Of the books: nil when there are none.
        package var database: (isWhole: Bool, text: String)?
        /// Secret files that others may read.
        package var openFiles: [String] = []

        package init(path: String) { self.path = path }
    }

    package struct Journal: Sendable {
        package var day: Day
        package var ending: Ending
        package var records: UInt64

        package enum Ending: Hashable, Sendable {
            case complete
            /// Bytes at the end that are no whole frame.
            case cut
            case corrupt(sequence: UInt64)
            case unreadable(String)
            /// Too long to read here.
            case notRead
        }

        package init(day: Day, ending: Ending, records: UInt64) {
            self.day = day
            self.ending = ending
            self.records = records
        }
    }

    package struct Account: Sendable {
        package var name: String
        package var broker: String
        package var isSimulated = false
        /// Why there are no credentials.
        package var credentials: String?
        /// As configured.
        package var registered: String?
        package var hasProxy = false
        package var session: Session = .none
        package var budgets: [Budget] = []
        package var rules: [BrokerRule] = []
        package var ordersPerDay: Int?
        package var list: List?
        package var watched: [String] = []
        package var network: Network?

        package init(name: String, broker: String) {
            self.name = name
            self.broker = broker
        }
    }

    package enum Session: Hashable, Sendable {
        case none
        case kept(issued: Timestamp, expires: Timestamp?)
    }

    package struct List: Sendable {
        package var loaded: Timestamp?
        package var isCurrent = false
        package var count = 0
        package var damaged = 0
        /// Watched names that it does not know, or knows twice.
        package var unknown: [String] = []

        package init() {}
    }

    package struct Network: Sendable {
        package var host: String
        /// How long name look-up, TLS and the whole answer took.
        package var timings: HTTPTimings?
        /// Why there was no answer.
        package var trouble: Trouble?
        package var skew: ClosedRange<TimeSpan>?
        /// What came of the cheapest call with the session.
        package var probe: Probe?
        /// From where an outside service saw us.
        package var outside: String?
        /// As the broker tells them; nil when it does not.
        package var addresses: OrderAddresses?

        package init(host: String) { self.host = host }
    }

    package enum Probe: Hashable, Sendable {
        case alive
        case signedOut
        case failed(String)
    }

    package enum Trouble: Hashable, Sendable {
        case name(String), certificate(String), address(String), other(String)
    }
}
