import Glibc

/// The clock of time-outs: microseconds that no correction of the date changes.
enum MonotonicTime {
    static var now: Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
