package import SaudaCore

/// The times and limits of a link; the defaults are the rules'.
package struct LinkSettings: Hashable, Sendable {
    package var account: AccountID
    /// The first letters of our tags, of this desk alone, so that two desks on one account know their own orders.
    package var tagPrefix: String
    package var seed: UInt64
    package var readLimit = TimeSpan.seconds(7)
    package var writeLimit = TimeSpan.seconds(7)
    package var connectLimit = TimeSpan.seconds(10)
    /// A new order or change that could not be sent for so long is refused: its price is stale.
    package var commandLife = TimeSpan.seconds(15)
    /// The next write waits for the answer to the last one, but no longer than this, so that orders keep their sequence.
    package var writeGap = TimeSpan.seconds(1)
    /// After this an unanswered order is looked for in the book.
    package var inFlightCheck = TimeSpan.seconds(2)
    /// Between two reads that may say "absent"; three of them close an order in doubt.
    package var absenceGap = TimeSpan.seconds(20)
    /// A change or cancel that the broker took and that nothing shows for so long is silent.
    package var outcomeLimit = TimeSpan.seconds(10)
    /// FED-6.
    package var staleAfter = TimeSpan.seconds(30)
    /// FED-7: doubled per failure up to `reconnectMost`.
    package var reconnectFirst = TimeSpan.seconds(1)
    package var reconnectMost = TimeSpan.seconds(60)
    /// FED-8.
    package var pollQuotes = TimeSpan.seconds(2)
    package var refusalsUntilPolling = 3
    /// The connections of the feed are those that bring depths, for people who look at them.
    package var wantsDepth = false
    /// FED-4.
    package var probeAt = TimeOfDay(8, 50)
    /// How often a person is asked again to log in.
    package var remindAfter = TimeSpan.seconds(300)

    package init(account: AccountID, tagPrefix: String, seed: UInt64) {
        self.account = account
        self.tagPrefix = tagPrefix
        self.seed = seed
    }
}
