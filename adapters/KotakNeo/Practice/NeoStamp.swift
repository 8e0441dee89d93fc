import SaudaCore

/// When something changed.
struct NeoStamp: Hashable, Sendable {
    /// `updRecvTm`: since 1970; grows with each change of anything.
    var nanoseconds: Int64
    var time: Timestamp

    init(_ nanoseconds: Int64, _ time: Timestamp) {
        self.nanoseconds = nanoseconds
        self.time = time
    }
}
