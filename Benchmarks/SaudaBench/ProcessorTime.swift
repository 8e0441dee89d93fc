import Glibc

/// Seconds of CPU time this process has used: a core that others use too does not count twice.
enum ProcessorTime {
    static var now: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
