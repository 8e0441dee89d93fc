import SaudaBroker
import SaudaCore

/// The calls that read the account, one request each (protocol sections 3.5 to 3.7).
struct AccountReads {
    private let api: NeoAPI

    init(_ api: NeoAPI) { self.api = api }

    /// Two reports of calls that hung for minutes name limits and positions; the book was always quick.
    var probe: any Dialogue {
        SingleRead(api, Self.book) { response throws(BrokerError) in
            _ = try Failures.rows(response)
            return Reading(.alive)
        }
    }

    var orders: any Dialogue {
        let listings = api.context.listings
        return SingleRead(api, Self.book) { response throws(BrokerError) in
            var reader = BookReader(listings)
            let rows = try reader.orders(response)
            return Reading(.orders(rows), skipped: reader.skipped)
        }
    }

    func history(of id: BrokerOrderID) -> any Dialogue {
        let api = api
        return SingleRead(send: { () throws(BrokerError) in
            try api.post("/quick/order/history", [("nOrdNo", try OrderRequests.number(id))])
        }) { response throws(BrokerError) in
            var reader = BookReader(api.context.listings)
            let rows = try reader.history(response, of: id)
            return Reading(.orders(rows), skipped: reader.skipped)
        }
    }

    var trades: any Dialogue {
        let listings = api.context.listings
        return SingleRead(api, "/quick/user/trades") { response throws(BrokerError) in
            var reader = BookReader(listings)
            let rows = try reader.trades(response)
            return Reading(.trades(rows), skipped: reader.skipped)
        }
    }

    var positions: any Dialogue {
        let listings = api.context.listings
        return SingleRead(api, "/quick/user/positions") { response throws(BrokerError) in
            var reader = AccountReader(listings)
            let rows = try reader.positions(response)
            return Reading(.positions(rows), skipped: reader.skipped)
        }
    }

    var holdings: any Dialogue {
        let listings = api.context.listings
        return SingleRead(api, "/portfolio/v1/holdings") { response throws(BrokerError) in
            var reader = AccountReader(listings)
            let rows = try reader.holdings(response)
            return Reading(.holdings(rows), skipped: reader.skipped)
        }
    }

    var funds: any Dialogue {
        let api = api
        return SingleRead(send: { () throws(BrokerError) in
            try api.post("/quick/user/limits", [("seg", "ALL"), ("exch", "ALL"), ("prod", "ALL")])
        }) { response throws(BrokerError) in
            Reading(.funds(available: try AccountReader(api.context.listings).funds(response)))
        }
    }

    private static let book = "/quick/user/orders"
}
