package import SaudaCore

/// How often a day's session was asked for. Kept beside the session, so that a start after a crash does not begin to
/// count anew: it is what stands between a wrong password and a locked account.
package struct SignInTries: Hashable, Sendable {
    package var day: Day?
    package var count: Int

    package init(day: Day? = nil, count: Int = 0) {
        self.day = day
        self.count = count
    }
}
