import SaudaBroker
import SaudaCore

extension SingleRead {
    init(_ api: DhanAPI, _ path: String, _ read: @escaping @Sendable (JSON) throws(BrokerError) -> Reading) {
        self.init(send: { () throws(BrokerError) in try api.get(path) }) { response throws(BrokerError) in
            try read(try Failures.body(response))
        }
    }
}

extension Refused {
    init(_ what: String) { self.init(OrderChecks.refused(what)) }
}
