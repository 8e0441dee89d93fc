public import SaudaCore

/// What was read, and what was left out of it, by reason.
public struct Reading: Sendable {
    public var result: ErrandResult
    public var skipped: [String: Int]

    public init(_ result: ErrandResult, skipped: [String: Int] = [:]) {
        self.result = result
        self.skipped = skipped
    }
}

/// One request and its answer.
public struct SingleRead: Dialogue {
    private let write: @Sendable () throws(BrokerError) -> HTTPRequest
    private let read: @Sendable (HTTPResponse) throws(BrokerError) -> Reading
    public private(set) var skipped: [String: Int] = [:]

    /// - Parameter read: is given every answer, whatever its status.
    public init(
        send write: @escaping @Sendable () throws(BrokerError) -> HTTPRequest,
        read: @escaping @Sendable (HTTPResponse) throws(BrokerError) -> Reading
    ) {
        self.write = write
        self.read = read
    }

    public mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else { return .send(try write()) }
            let done = try read(response)
            skipped = done.skipped
            return .done(done.result)
        } catch {
            return .failed(error)
        }
    }
}

/// A question that cannot be asked.
public struct Refused: Dialogue {
    private let error: BrokerError

    public init(_ error: BrokerError) { self.error = error }

    public mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep { .failed(error) }
}
