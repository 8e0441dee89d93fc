import SaudaBroker
import SaudaCore

/// The day's trades, then the book: a trade names its order by number alone, and our references hold the variety too.
struct TradesRead: Dialogue {
    private let api: KiteAPI
    private let rows: OrderReader
    private var trades: [JSON]?
    private(set) var skipped: [String: Int] = [:]

    init(_ api: KiteAPI, _ rows: OrderReader) {
        self.api = api
        self.rows = rows
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else { return .send(try api.get("/trades")) }
            guard let items = try Failures.data(response).items else { throw Failures.wrongShape("no list") }
            guard let trades else {
                trades = items
                // The book is read after the trades, so that every trade's order stands in it.
                return items.isEmpty ? .done(.trades([])) : .send(try api.get("/orders"))
            }
            return .done(.trades(try join(trades, items)))
        } catch {
            return .failed(error)
        }
    }

    private mutating func join(_ trades: [JSON], _ book: [JSON]) throws(BrokerError) -> [TradeRow] {
        var orders: [String: BrokerOrderID] = [:]
        for row in book {
            guard let number = row["order_id"].text, let variety = row["variety"].text else { continue }
            orders[number] = OrderReference(variety: variety, number: number, parent: row["parent_order_id"].text).id
        }
        let list = try RowList(trades: trades, of: ZerodhaKite.id) { trade throws(Unreadable) in
            try rows.trade(trade, orders: orders)
        }
        skipped = list.skipped
        return list.rows
    }
}
