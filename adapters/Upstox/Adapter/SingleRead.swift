import SaudaBroker
import SaudaCore

/// What was read, and what was left out of it.
struct Read: Sendable {
    var result: ErrandResult
    var skipped: [String: Int] = [:]

    init(_ result: ErrandResult, skipped: [String: Int] = [:]) {
        self.result = result
        self.skipped = skipped
    }
}

/// One request and its answer.
struct SingleRead: Dialogue {
    private let write: @Sendable () throws(BrokerError) -> HTTPRequest
    private let read: @Sendable (JSON) throws(BrokerError) -> Read
    private(set) var skipped: [String: Int] = [:]

    init(
        _ api: UpstoxAPI,
        _ path: String,
        _ endpoint: EndpointClass = .account,
        _ read: @escaping @Sendable (JSON) throws(BrokerError) -> Read
    ) {
        self.init({ () throws(BrokerError) in try api.get(path, endpoint: endpoint) }, read)
    }

    /// - Parameter read: of the answer's data.
    init(
        _ write: @escaping @Sendable () throws(BrokerError) -> HTTPRequest,
        _ read: @escaping @Sendable (JSON) throws(BrokerError) -> Read
    ) {
        self.write = write
        self.read = read
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else { return .send(try write()) }
            let done = try read(try Failures.data(response))
            skipped = done.skipped
            return .done(done.result)
        } catch {
            return .failed(error)
        }
    }
}

/// A question that cannot be asked.
struct Refused: Dialogue {
    let error: BrokerError

    init(_ what: String) { error = OrderChecks.refused(what) }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep { .failed(error) }
}
