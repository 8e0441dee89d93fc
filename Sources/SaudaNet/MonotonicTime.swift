import CCurl

/// The clock of time-outs: microseconds that no correction of the date changes.
enum MonotonicTime {
    static var now: Int64 { sauda_monotonic_microseconds() }
}
