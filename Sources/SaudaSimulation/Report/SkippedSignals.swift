/// How many signals were not traded for one reason.
package struct SkippedSignals: Hashable, Sendable, Encodable {
    package var reason: String
    package var count: Int

    package init(reason: String, count: Int) {
        self.reason = reason
        self.count = count
    }
}
