import SaudaBroker
import SaudaCore

extension SingleRead {
    init(_ api: KiteAPI, _ path: String, _ read: @escaping @Sendable (JSON) throws(BrokerError) -> Reading) {
        self.init({ () throws(BrokerError) in try api.get(path) }, read)
    }

    /// - Parameter read: of the answer's data.
    init(
        _ write: @escaping @Sendable () throws(BrokerError) -> HTTPRequest,
        _ read: @escaping @Sendable (JSON) throws(BrokerError) -> Reading
    ) {
        self.init(send: write) { response throws(BrokerError) in try read(try Failures.data(response)) }
    }
}

enum HistoryRead {
    static func dialogue(_ api: KiteAPI, _ rows: OrderReader, _ id: BrokerOrderID) -> any Dialogue {
        guard let order = OrderReference(id) else { return Refused(OrderRequests.foreign(id)) }
        return SingleRead(api, "/orders/\(PercentEncoding.text(order.number))") { data throws(BrokerError) in
            try rows.book(data, of: id)
        }
    }
}
