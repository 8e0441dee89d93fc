import NIOConcurrencyHelpers
import SaudaBroker

/// Where the event loop leaves messages for the one task that reads them. Bounded: while it is full the peer is held
/// back.
final class SocketMailbox: Sendable {
    private struct State {
        var messages: [SocketMessage] = []
        var head = 0
        var bytes = 0
        var reader: CheckedContinuation<Waited, Never>?
        var ending: SocketEnding?
        /// Whether the event loop stopped reading and waits to be told.
        var isHeld = false

        /// How much there is, of a mailbox that is `parts` times smaller.
        func holds(most parts: Int) -> Bool {
            messages.count - head >= mostMessages / parts || bytes >= mostBytes / parts
        }
    }

    static let mostMessages = 64
    static let mostBytes = 1 << 18
    private let state = NIOLockedValueBox(State())

    var ending: SocketEnding? { state.withLockedValue(\.ending) }

    /// Asked before each reading from the connection. After a no, `takeAtOnce` tells when to go on.
    func mayRead() -> Bool {
        state.withLockedValue { state in
            state.isHeld = state.ending == nil && state.holds(most: 1)
            return !state.isHeld
        }
    }

    func put(_ message: SocketMessage) {
        let reader = state.withLockedValue { state -> CheckedContinuation<Waited, Never>? in
            if state.ending != nil { return nil }
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            state.messages.append(message)
            state.bytes += message.count
            return nil
        }
        reader?.resume(returning: .message(message))
    }

    /// The first ending stays. What was put before it can still be taken.
    func end(_ ending: SocketEnding) {
        let reader = state.withLockedValue { state in
            if state.ending == nil { state.ending = ending }
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: .message(nil))
    }

    /// - Returns: nil when the reader must wait, and whether reading may go on now.
    func takeAtOnce() -> (message: SocketMessage??, mayGoOn: Bool) {
        state.withLockedValue { state in
            guard state.head < state.messages.count else { return (state.ending == nil ? nil : .some(nil), false) }
            let message = state.messages[state.head]
            state.head += 1
            state.bytes -= message.count
            if state.head == state.messages.count {
                state.messages.removeAll(keepingCapacity: true)
                state.head = 0
            }
            let mayGoOn = state.isHeld && !state.holds(most: 2)
            if mayGoOn { state.isHeld = false }
            return (message, mayGoOn)
        }
    }

    /// What a reader has waited for.
    enum Waited: Sendable {
        /// Nil at the end, and when the task is cancelled.
        case message(SocketMessage?)
        /// Something came before it could wait: `takeAtOnce` has it.
        case look
    }

    func wait() async -> Waited {
        await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                let answer = state.withLockedValue { state -> Waited? in
                    guard state.messages.isEmpty, state.ending == nil else { return .look }
                    guard !Task.isCancelled else { return .message(nil) }
                    precondition(state.reader == nil, "a socket is read by one task")
                    state.reader = reader
                    return nil
                }
                if let answer { reader.resume(returning: answer) }
            }
        } onCancel: {
            state.withLockedValue { state in
                defer { state.reader = nil }
                return state.reader
            }?.resume(returning: .message(nil))
        }
    }
}

extension SocketMessage {
    fileprivate var count: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .binary(let bytes), .ping(let bytes): bytes.count
        }
    }
}
