import SaudaBroker
import SaudaCore

extension SingleRead {
    init(_ api: NeoAPI, _ path: String, _ read: @escaping @Sendable (HTTPResponse) throws(BrokerError) -> Reading) {
        self.init(send: { () throws(BrokerError) in try api.get(path) }, read: read)
    }
}

extension Refused {
    init(_ what: String) { self.init(OrderRequests.impossible(what)) }
}
