import SaudaCore

/// Why an order was placed and what became of it, as the journal alone tells it.
package struct OrderExplanation: Hashable, Sendable {
    /// Something the journal has, with its place there.
    package struct Step: Hashable, Sendable, Encodable {
        /// Of the journal, `YYYY-MM-DD`.
        package var day: String
        package var record: UInt64
        /// Indian time, ISO 8601.
        package var at: String
        package var what: String
        package var text: String
    }

    package struct LastPrice: Hashable, Sendable {
        package var price: String
        package var source: String
        package var at: String
        package var record: UInt64
        /// Against the moment of the order; nil for a price of a day before, whose moment is not told.
        package var ageSeconds: Int64?
    }

    /// Ours; nil of an order by hand.
    package var order: UInt64?
    package var brokerID: String?
    package var account = ""
    package var strategy: String?
    package var instrument = ""
    package var side = ""
    package var product = ""
    package var variety: String?
    /// As first asked for.
    package var terms = ""
    package var reason = ""
    /// The day it was placed, or first seen.
    package var day = ""
    /// The fingerprint of settings and data of that day.
    package var config = ""
    /// What the configuration said of its strategy and its account's limits that day, and where.
    package var settings: [DaySettings.Line] = []
    /// What it was held against before it was sent, in words.
    package var checks: [String] = []
    /// From the event that led to it back to what came from outside.
    package var causes: [Step] = []
    /// Of its strategy about its instrument, before it.
    package var decisions: [Step] = []
    package var price: LastPrice?
    /// From placing to the end.
    package var steps: [Step] = []
    /// A word of the books: `filled`, `working`.
    /// Findings of its strategy while it worked, at which nothing was done.
    package var findingsLeftOut = 0
    package var outcome = ""
    package var outcomeText = ""
    /// What the journal does not tell.
    package var unknown: [String] = []

    /// Nothing more can happen to it.
    var isOver = false
}

extension OrderExplanation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case order, account, strategy, instrument, side, product, variety, terms, reason, day, config, settings, causes
        case decisions, price, checks, steps, outcome, unknown
        case brokerID = "broker_id"
        case outcomeText = "outcome_text"
        case findingsLeftOut = "findings_left_out"
    }
}

extension OrderExplanation.LastPrice: Encodable {
    private enum CodingKeys: String, CodingKey {
        case price, source, at, record
        case ageSeconds = "age_seconds"
    }
}
