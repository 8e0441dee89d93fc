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

    init(_ api: KiteAPI, _ path: String, _ read: @escaping @Sendable (JSON) throws(BrokerError) -> Read) {
        self.init({ () throws(BrokerError) in try api.get(path) }, read)
    }

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

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep { .failed(error) }
}

enum HistoryRead {
    static func dialogue(_ api: KiteAPI, _ rows: OrderReader, _ id: BrokerOrderID) -> any Dialogue {
        guard let order = OrderReference(id) else { return Refused(error: OrderRequests.foreign(id)) }
        return SingleRead(api, "/orders/\(KiteAPI.escaped(order.number))") { data throws(BrokerError) in
            try rows.book(data, of: id)
        }
    }
}
