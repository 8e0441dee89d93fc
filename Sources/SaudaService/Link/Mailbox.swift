import NIOConcurrencyHelpers

/// Hands things from any task to the one task that reads: everything that has come at each wake-up, in order.
package final class Mailbox<Element: Sendable>: Sendable {
    private struct State {
        var waiting: [Element] = []
        var reader: CheckedContinuation<[Element]?, Never>?
        var isClosed = false
    }

    private let state = NIOLockedValueBox(State())

    package init() {}

    package func post(_ element: Element) {
        let reader = state.withLockedValue { state -> (CheckedContinuation<[Element]?, Never>, [Element])? in
            guard !state.isClosed else { return nil }
            state.waiting.append(element)
            guard let reader = state.reader else { return nil }
            state.reader = nil
            defer { state.waiting = [] }
            return (reader, state.waiting)
        }
        if let reader { reader.0.resume(returning: reader.1) }
    }

    /// No more is taken; what is there is still read, then nil.
    package func close() {
        let reader = state.withLockedValue { state in
            state.isClosed = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    /// All that has come since the last call, once there is something; nil when it is closed and empty.
    ///
    /// - Precondition: one task reads.
    package func next() async -> [Element]? {
        await withCheckedContinuation { continuation in
            let ready = state.withLockedValue { state -> [Element]?? in
                precondition(state.reader == nil, "a mailbox has one reader")
                if !state.waiting.isEmpty {
                    defer { state.waiting = [] }
                    return .some(state.waiting)
                }
                if state.isClosed { return .some(nil) }
                state.reader = continuation
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }
}
