import SaudaBroker
import SaudaCore

extension SingleRead {
    init(
        _ api: UpstoxAPI,
        _ path: String,
        _ endpoint: EndpointClass = .account,
        _ read: @escaping @Sendable (JSON) throws(BrokerError) -> Reading
    ) {
        self.init({ () throws(BrokerError) in try api.get(path, endpoint: endpoint) }, read)
    }

    /// - Parameter read: of the answer's data.
    init(
        _ write: @escaping @Sendable () throws(BrokerError) -> HTTPRequest,
        _ read: @escaping @Sendable (JSON) throws(BrokerError) -> Reading
    ) {
        self.init(send: write) { response throws(BrokerError) in try read(try Failures.data(response)) }
    }
}

extension Refused {
    init(_ what: String) { self.init(OrderChecks.refused(what)) }
}
