import CCurl
import Glibc
import NIOConcurrencyHelpers
import SaudaBroker

/// The thread on which all of a transport's requests run, and the only one that calls libcurl for them.
///
/// Unchecked: others reach it through `inbox`, which a lock guards, and by `curl_multi_wakeup` and a semaphore, which
/// any thread may use while this object lives; the rest is used by the thread alone, except in `init` and `deinit`, when there is none.
@safe final class CurlLoop: @unchecked Sendable {
    private struct Inbox {
        var arrived: [CurlTransfer] = []
        var cancelled: [CurlTransfer] = []
        var isStopping = false
        /// How the thread rests, or is about to, and must be woken.
        var rest = Rest.none
    }

    private enum Rest {
        case none
        /// With requests under way: in `curl_multi_poll`.
        case poll
        /// With nothing to do: on the semaphore, which wakes in fewer steps.
        case semaphore
    }

    private let inbox = NIOLockedValueBox(Inbox())
    private let setup: CurlSetup
    private let multi: UnsafeMutableRawPointer
    private let idle: UnsafeMutablePointer<sem_t>
    private var thread: pthread_t?

    private var waiting: [CurlTransfer] = []
    private var running: [ObjectIdentifier: CurlTransfer] = [:]
    private var spare: [CurlHandle] = []
    private let sockets = CurlSockets()

    init(_ setup: CurlSetup) throws(HTTPFailure) {
        func failure(_ text: String) -> HTTPFailure { HTTPFailure(.connect, mayHaveArrived: false, text: text) }
        self.setup = setup
        guard CurlSetup.isReady, let multi = unsafe curl_multi_init() else {
            throw failure("libcurl cannot start; raise the limit of open files (ulimit -n) and the memory")
        }
        unsafe self.multi = multi
        unsafe idle = .allocate(capacity: 1)
        unsafe sem_init(idle, 0, 0)
        // It counts connections in use too: fewer than the requests at once, and most would be closed after each answer.
        unsafe sauda_multi_set_long(multi, CURLMOPT_MAXCONNECTS, setup.policy.requestsAtOnce)
        var thread = pthread_t()
        let held = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(&thread, nil, CurlLoop.main, held.toOpaque())
        guard code == 0 else {
            unsafe held.release()
            throw failure("no thread can be started; raise the limit of processes (ulimit -u)")
        }
        self.thread = thread
    }

    deinit {
        unsafe curl_multi_cleanup(multi)
        unsafe sem_destroy(idle)
        unsafe idle.deallocate()
    }

    // MARK: From any thread

    func submit(_ transfer: CurlTransfer, _ answer: CheckedContinuation<CurlTransfer.Outcome, Never>) {
        let rest = inbox.withLockedValue { inbox -> Rest? in
            guard !transfer.isCancelled, !inbox.isStopping else { return nil }
            transfer.answer = answer
            inbox.arrived.append(transfer)
            return takeRest(&inbox)
        }
        guard let rest else {
            return answer.resume(returning: .failure(transfer.failure(.cancelled, "cancelled before it was sent")))
        }
        wake(rest)
    }

    func cancel(_ transfer: CurlTransfer) {
        wake(
            inbox.withLockedValue { inbox in
                transfer.isCancelled = true
                guard transfer.answer != nil else { return .none }
                inbox.cancelled.append(transfer)
                return takeRest(&inbox)
            }
        )
    }

    func stop(andWait: Bool) {
        wake(
            inbox.withLockedValue { inbox in
                inbox.isStopping = true
                return takeRest(&inbox)
            }
        )
        guard andWait, let thread else { return }
        _ = pthread_equal(thread, pthread_self()) != 0 ? pthread_detach(thread) : pthread_join(thread, nil)
    }

    /// Whoever takes the thread's rest wakes it, once.
    private func takeRest(_ inbox: inout Inbox) -> Rest {
        defer { inbox.rest = .none }
        return inbox.rest
    }

    private func wake(_ rest: Rest) {
        switch rest {
        case .none: break
        case .poll: unsafe curl_multi_wakeup(multi)
        case .semaphore: unsafe sem_post(idle)
        }
    }

    // MARK: On the thread

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { held in
        sauda_block_signals()
        if let held = unsafe held { unsafe Unmanaged<CurlLoop>.fromOpaque(held).takeRetainedValue().run() }
        return nil
    }

    private func run() {
        while true {
            let news = inbox.withLockedValue { inbox in
                inbox.rest = .none
                defer { (inbox.arrived, inbox.cancelled) = ([], []) }
                return (inbox.arrived, inbox.cancelled, inbox.isStopping)
            }
            waiting += news.0
            for transfer in news.1 { finish(transfer, transfer.failure(.cancelled, "cancelled")) }
            if news.2 { break }
            begin()
            var count: Int32 = 0
            unsafe curl_multi_perform(multi, &count)
            if collect() { continue }
            sleep()
        }
        for transfer in waiting + running.values {
            finish(transfer, transfer.failure(.cancelled, "the transport was shut down"))
        }
        spare = []
    }

    /// Starts those that waited, as far as the number of requests at once allows, and ends those that waited too long.
    private func begin() {
        guard !waiting.isEmpty else { return }
        let now = MonotonicTime.now
        for transfer in waiting where transfer.deadline <= now { finish(transfer, transfer.timedOut) }
        let count = min(waiting.count, setup.policy.requestsAtOnce - running.count)
        guard count > 0 else { return }
        let batch = waiting.prefix(count)
        waiting.removeFirst(count)
        for transfer in batch {
            running[ObjectIdentifier(transfer)] = transfer
            guard let handle = spare.popLast() ?? makeHandle() else {
                finish(transfer, transfer.failure(.connect, "libcurl is out of memory"))
                continue
            }
            transfer.prepare(handle, setup, sockets)
            let code = unsafe curl_multi_add_handle(multi, handle.pointer)
            if code != CURLM_OK {
                finish(transfer, transfer.failure(.connect, "libcurl took no request (\(code.rawValue))"))
            }
        }
    }

    private func makeHandle() -> CurlHandle? {
        let handle = CurlHandle(setup)
        if let handle { CurlTransfer.connect(handle, sockets) }
        return handle
    }

    /// - Returns: whether there is more to do before resting.
    private func collect() -> Bool {
        var left: Int32 = 0
        var hasEnded = false
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle else {
                continue
            }
            let code = unsafe sauda_result(message)
            var held: UnsafeMutablePointer<CChar>?
            _ = unsafe sauda_get_pointer(easy, CURLINFO_PRIVATE, &held)
            guard let transfer = unsafe CurlTransfer.of(UnsafeMutableRawPointer(held)) else { continue }
            hasEnded = true
            guard transfer.isStale else {
                end(transfer, transfer.outcome(code))
                continue
            }
            unsafe curl_multi_remove_handle(multi, easy)
            transfer.prepareAnew()
            unsafe curl_multi_add_handle(multi, easy)
        }
        return hasEnded
    }

    private func finish(_ transfer: CurlTransfer, _ failure: HTTPFailure) { end(transfer, .failure(failure)) }

    /// Takes a request out of everything and answers it. Once; later calls find nothing to do.
    private func end(_ transfer: CurlTransfer, _ outcome: CurlTransfer.Outcome) {
        if running.removeValue(forKey: ObjectIdentifier(transfer)) == nil {
            guard let place = waiting.firstIndex(where: { $0 === transfer }) else { return }
            waiting.remove(at: place)
        }
        if let handle = transfer.handle {
            unsafe curl_multi_remove_handle(multi, handle.pointer)
            if let handle = transfer.release(), spare.count < setup.policy.requestsAtOnce { spare.append(handle) }
        }
        let answer = inbox.withLockedValue { _ in
            defer { transfer.answer = nil }
            return transfer.answer
        }
        answer?.resume(returning: outcome)
    }

    private func sleep() {
        let rest = inbox.withLockedValue { inbox in
            guard inbox.arrived.isEmpty, inbox.cancelled.isEmpty, !inbox.isStopping else { return Rest.none }
            inbox.rest = running.isEmpty && waiting.isEmpty ? .semaphore : .poll
            return inbox.rest
        }
        switch rest {
        case .none: break
        case .semaphore: while unsafe sem_wait(idle) != 0 {}
        case .poll:
            let next = waiting.map(\.deadline).min().map { max(1, ($0 - MonotonicTime.now + 999) / 1000) } ?? 60_000
            unsafe curl_multi_poll(multi, nil, 0, Int32(min(next, 60_000)), nil)
        }
    }
}
