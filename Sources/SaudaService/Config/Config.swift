package import SaudaCore

/// A checked configuration, complete: everything that config.yaml may say, in version 1.
package struct Config: Sendable {
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        case paper, live
    }

    /// Where sauda runs. Live trading is refused in any but production (S1-73).
    package enum Environment: String, Hashable, Sendable, CaseIterable {
        case dev, staging, prod
    }

    package var mode: Mode
    /// The folder of the journal, books, instruments, candles and logs, as written. See `resolved(_:)`.
    package var home: String
    package var market: Market
    /// In the order of the file.
    package var accounts: [Account]
    package var feed: Feed
    package var universe: Universe
    /// In the order of the file.
    package var strategies: [StrategySetting]
    package var server: Server?
    package var log: Log
    /// Where alerts go, in the order of the file.
    package var alerts: [AlertChannel]

    /// The folder that holds config.yaml.
    package var folder = "."
    /// Where each key stands, by its path: `accounts.main.broker`, `universe.3`. A single value's own place, the place
    /// of the key for a mapping or a list.
    package var marks: [String: ConfigMark]

    package struct Market: Hashable, Sendable {
        package var calendar: Calendar
        package var history: History
        /// A file of price over earnings and book value, as written; nil without one (DEC-20).
        package var fundamentals: String?
        /// A file of headlines.
        package var news: String?
    }

    package enum Calendar: Hashable, Sendable {
        case builtIn
        case folder(String)
    }

    package enum History: Hashable, Sendable {
        case files(path: String)
        case account(String)
    }

    package struct Account: Hashable, Sendable {
        package var name: String
        /// The broker's id.
        package var broker: String
        /// What sauda may use of the account; always there for a simulated broker. Nil leaves it to the funds.
        package var capital: Money?
        /// Always there for an account in which a strategy trades.
        package var limits: Limits?
        /// A name in the vault, without `vault:`.
        package var credentials: String?
        package var egress: Egress?
        package var relation: Relation
        package var heldShares = HeldShares.keep
    }

    /// What becomes of shares that are in an account before sauda is.
    package enum HeldShares: String, Hashable, Sendable, CaseIterable {
        /// They are in no trade, so that no strategy sells them.
        case keep
        /// On the account's first morning they are put into trades, which strategies that sell may end.
        case sell
    }

    package struct Limits: Hashable, Sendable {
        /// The largest value of one order.
        package var orderValue: Money
        /// The loss of a day after which nothing new is bought.
        package var dailyLoss: Money
        package var ordersPerDay: Int
    }

    /// The way out: the address registered with the broker.
    package struct Egress: Hashable, Sendable {
        package var address: String
        package var proxy: String?
    }

    /// Whose account it is, seen from the one who runs sauda.
    package enum Relation: String, Hashable, Sendable, CaseIterable {
        case own = "self"
        case spouse
        case child = "dependent-child"
        case parent = "dependent-parent"
    }

    package struct Feed: Hashable, Sendable {
        package var account: String
        /// Days for which raw messages are kept; nil keeps none.
        package var keepFrames: Int?
    }

    package enum Universe: Hashable, Sendable {
        /// The name after `built-in:`.
        case builtIn(String)
        case file(String)
        case symbols([String])
    }

    package struct StrategySetting: Hashable, Sendable {
        package var name: String
        /// The strategy's name in the catalogue.
        package var use: String
        package var role: Role
        /// Complete: what `with:` leaves out has its default.
        package var parameters: Parameters
    }

    package enum Role: Hashable, Sendable {
        case single(account: String)
        case copy(leader: String, followers: [Follower])
    }

    package struct Follower: Hashable, Sendable {
        package var account: String
        package var sizing: Sizing
        /// The largest share of the follower's balance in one position, in parts per crore (CPY-1: 10 %).
        package var capPerCrore: Int64
    }

    /// How a follower's quantity is found (CPY-4).
    package enum Sizing: Hashable, Sendable {
        case capitalShare
        /// The leader's quantity times a ratio in parts per crore.
        case fixedRatio(perCrore: Int64)
        case riskBased
    }

    package struct Server: Hashable, Sendable {
        /// `HOST:PORT`.
        package var listen: String
    }

    package func account(named name: String) -> Account? { accounts.first { $0.name == name } }

    /// Returns `path` from the folder of config.yaml, or as it is when absolute.
    package func resolved(_ path: String) -> String {
        path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
    }

    /// An error about the value at `path`, for what only shows later: a symbol that is not in the day's list.
    package func error(at path: String, _ message: String, _ nextStep: String) -> ConfigError {
        ConfigError(marks[path] ?? marks[""] ?? ConfigMark(file: "config", line: 1, column: 1), message, nextStep)
    }
}
