/// What a session will do and which orders would go out, as values: the same for people and for programs.
package struct SessionPlan: Encodable, Sendable {
    package struct Session: Encodable, Sendable {
        package var day: String
        package var weekday: String
        /// `normal`, or what the calendar calls it.
        package var kind: String
        package var open: String
        package var close: String
        /// When stocks that close in an auction stop trading continuously; nil on a day without such auctions.
        package var auctionFrom: String?
        /// Between the two sessions of a special day.
        package var pause: String?
        /// What the calendar does not know of the day.
        package var warning: String?
        /// Up to when the journal of a begun day reaches; nil for a day that has not begun.
        package var begunUpTo: String?

        enum CodingKeys: String, CodingKey {
            case day, weekday, kind, open, close, pause, warning
            case auctionFrom = "auction_from"
            case begunUpTo = "begun_up_to"
        }
    }

    /// A day before the session on which nothing happens.
    package struct Idle: Encodable, Sendable {
        package var day: String
        package var weekday: String
        package var why: String
    }

    /// A line of the schedule, or a time at which a strategy acts by itself.
    package struct Line: Encodable, Sendable {
        package var at: String
        /// For what lasts.
        package var until: String?
        /// Nil for what strategies do by themselves.
        package var line: String?
        /// As the home's flags have it; nil before it has begun.
        package var state: String?
        package var work: [Work]
    }

    package struct Work: Encodable, Hashable, Sendable {
        /// Nil for the service's own.
        package var strategy: String?
        package var does: String
    }

    package struct Order: Encodable, Sendable {
        package var at: String
        package var account: String
        package var strategy: String
        package var side: String
        package var symbol: String
        package var quantity: Int64
        /// Nil at the market.
        package var limit: Amount?
        /// At the limit, or at the last close for the market; nil when neither is known.
        package var value: Amount?
        /// `regular`, or `after-market` for the next opening.
        package var variety: String
        package var reason: String
        /// The last close that was known, which price and quantity rest on.
        package var closesTo: String?
        package var note: String

        enum CodingKeys: String, CodingKey {
            case at, account, strategy, side, symbol, quantity, limit, value, variety, reason, note
            case closesTo = "closes_to"
        }
    }

    package struct Position: Encodable, Sendable {
        package var symbol: String
        package var quantity: Int64
        package var average: Amount
        package var close: Amount?
        package var closesTo: String?
        /// False for shares that no strategy follows.
        package var isTracked: Bool

        enum CodingKeys: String, CodingKey {
            case symbol, quantity, average, close
            case closesTo = "closes_to"
            case isTracked = "tracked"
        }
    }

    package struct Account: Encodable, Sendable {
        package var name: String
        package var cash: Amount
        /// Where cash and shares are from.
        package var asOf: String
        /// What waiting buys and those expected may cost together; `isEnough` compares it with the cash.
        package var needed: Amount
        package var isEnough: Bool
        package var positions: [Position]
        /// At the broker already.
        package var waiting: [Order]
        package var expected: [Order]

        enum CodingKeys: String, CodingKey {
            case name, cash, needed, positions, waiting, expected
            case asOf = "as_of"
            case isEnough = "enough"
        }
    }

    /// Something a strategy has in mind, or decided not to do.
    package struct Remark: Encodable, Sendable {
        package var strategy: String?
        package var symbol: String?
        package var code: String
        package var text: String
    }

    package struct Unknown: Encodable, Sendable {
        package var what: String
        /// The command that gets it.
        package var command: String?
    }

    package var session: Session
    package var idle: [Idle]
    package var lines: [Line]
    package var accounts: [Account]
    package var inMind: [Remark]
    package var notPlaced: [Remark]
    package var unknown: [Unknown]
    package var notes: [String]

    enum CodingKeys: String, CodingKey {
        case session, idle, lines, accounts, unknown, notes
        case inMind = "in_mind"
        case notPlaced = "not_placed"
    }
}
