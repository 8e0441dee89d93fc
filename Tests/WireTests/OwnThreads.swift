import Dispatch
import Foundation
import NIOConcurrencyHelpers

/// Threads for the tasks of one test. Other tests compute for many seconds on the few threads that all tasks share, and
/// what talks over sockets meanwhile would starve.
final class OwnThreads: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private let state = NIOLockedValueBox(State())
    private let signal = DispatchSemaphore(value: 0)
    private let count: Int

    init(_ count: Int) {
        self.count = count
        for _ in 0..<count { Thread { [self] in work() }.start() }
    }

    /// After the last task has ended.
    func stop() {
        state.withLockedValue { $0.isStopped = true }
        for _ in 0..<count { signal.signal() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLockedValue { $0.jobs.append(job) }
        signal.signal()
    }

    private func work() {
        while true {
            signal.wait()
            let job = state.withLockedValue { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
            if let job {
                unsafe job.runSynchronously(on: asUnownedTaskExecutor())
            } else if state.withLockedValue({ $0.isStopped }) {
                return
            }
        }
    }

    /// Holds one of the threads: a task that sleeps is woken by the threads that all share.
    static func block(for span: Duration) {
        let microseconds = span / .microseconds(1)
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .microseconds(Int(microseconds)))
    }
}
