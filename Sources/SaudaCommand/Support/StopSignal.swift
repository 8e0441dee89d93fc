import Glibc
import Synchronization

/// Ctrl-C and termination, seen between two steps. A second one ends the process at once.
enum StopSignal {
    private static let count = Atomic<Int>(0)

    static var isRaised: Bool { count.load(ordering: .relaxed) > 0 }

    static func watch() {
        _ = count.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            _ = signal(number) { number in
                if StopSignal.count.add(1, ordering: .relaxed).newValue > 1 { _exit(128 + number) }
            }
        }
    }
}
