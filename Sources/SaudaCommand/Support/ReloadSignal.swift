import Glibc
import Synchronization

/// SIGHUP: the configuration is to be read again.
enum ReloadSignal {
    private static let isRaised = Atomic<Bool>(false)

    static func watch() {
        _ = signal(SIGHUP) { _ in ReloadSignal.isRaised.store(true, ordering: .relaxed) }
    }

    /// Whether it came since the last time; then it counts as heeded.
    static func take() -> Bool { isRaised.exchange(false, ordering: .relaxed) }
}
