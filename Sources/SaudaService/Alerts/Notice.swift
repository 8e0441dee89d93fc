package import SaudaCore

/// Something a person should know, on its way out of the house: of the engine, of a link, or of a run itself.
package struct Notice: Hashable, Sendable {
    /// Of the event, by the clock of the day that is traded.
    package var time: Timestamp
    package var level: Alert.Level
    /// A short stable word: `order-stuck`, `feed-gap`, `halt`.
    package var code: String
    /// The instrument's symbol.
    package var instrument: String?
    package var account: String?
    package var text: String
    /// How many it speaks for: itself; or those that came again, or were left out.
    package var count = 1
    /// How many of them are critical, where its level does not say.
    package var critical: Int?
    /// Since when those came again, by the machine's clock.
    package var since: Timestamp?

    package init(
        _ level: Alert.Level,
        _ code: String,
        _ text: String,
        instrument: String? = nil,
        account: String? = nil,
        at time: Timestamp
    ) {
        self.time = time
        self.level = level
        self.code = code
        self.instrument = instrument
        self.account = account
        self.text = text
    }
}
