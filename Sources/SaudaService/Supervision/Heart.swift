import Glibc
import NIOConcurrencyHelpers
import SaudaCore

/// Signs of life for the supervisor: given as long as the trading loop turns, or rightly waits for somebody else.
package final class Heart: Sendable {
    private struct State {
        var lastBeat = ContinuousClock.now
        var isWaiting = true
    }

    private let supervisor: Supervisor
    private let state = NIOLockedValueBox(State())

    package init(_ supervisor: Supervisor) { self.supervisor = supervisor }

    /// The loop has turned.
    package func beat() {
        state.withLockedValue { ($0.lastBeat, $0.isWaiting) = (.now, false) }
    }

    /// Something is waited for that may take long: a person's log-in, the night.
    package func wait() { state.withLockedValue { $0.isWaiting = true } }

    /// Tells the supervisor, until the task is cancelled.
    package func run() async {
        guard let watchdog = supervisor.watchdog else { return }
        let interval = Duration.microseconds(watchdog.microseconds / 4)
        while !Task.isCancelled {
            let isAlive = state.withLockedValue { $0.isWaiting || ContinuousClock.now - $0.lastBeat < interval * 2 }
            if isAlive { supervisor.alive() }
            try? await Task.sleep(for: interval)
        }
    }
}
