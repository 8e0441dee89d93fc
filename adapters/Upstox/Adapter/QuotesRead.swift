import SaudaBroker
import SaudaCore

/// Quotes of many instruments, 500 a call (protocol section 7.1). They come under other keys than were asked for and are
/// told apart by the instrument key within (trap T13).
struct QuotesRead<Row: Sendable>: Dialogue {
    private typealias Known = (id: InstrumentID, key: String)
    typealias RowRead = @Sendable (JSON, InstrumentID, Bool) throws(Unreadable) -> Row

    private let api: UpstoxAPI
    private let read: RowRead
    private let result: @Sendable ([Row]) -> ErrandResult
    private var batches: [ArraySlice<Known>] = []
    private var asked: ArraySlice<Known> = []
    private var rows: [Row] = []
    private(set) var skipped: [String: Int] = [:]

    /// - Parameter read: makes a row of an instrument's quote, with a word whether it is an index.
    private init(
        _ api: UpstoxAPI,
        _ instruments: [InstrumentID],
        result: @escaping @Sendable ([Row]) -> ErrandResult,
        read: @escaping RowRead
    ) {
        self.api = api
        self.read = read
        self.result = result
        var seen: Set<InstrumentID> = []
        let wanted = instruments.filter { seen.insert($0).inserted }
        let known = wanted.compactMap { id in api.context.listings[id].map { (id: id, key: $0.orderKey) } }
        batches = stride(from: 0, to: known.count, by: 500).map { known[$0..<min($0 + 500, known.count)] }
        let unknown = wanted.count - known.count
        if unknown > 0 { skipped["an instrument that is not in the instrument list"] = unknown }
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input { try take(response) }
            guard !batches.isEmpty else { return .done(result(rows)) }
            asked = batches.removeFirst()
            let keys = asked.map(\.key).joined(separator: ",")
            return .send(try api.get("/v2/market-quote/quotes", [("instrument_key", keys)], endpoint: .quote))
        } catch {
            return .failed(error)
        }
    }

    private mutating func take(_ response: HTTPResponse) throws(BrokerError) {
        if Failures.refusesKey(response) {
            // One that the broker does not know refuses all of its call (trap T14): it is looked for among halves.
            guard asked.count > 1 else {
                skipped["an instrument that the broker has no quote of", default: 0] += 1
                return
            }
            let middle = asked.startIndex + asked.count / 2
            batches.insert(contentsOf: [asked[..<middle], asked[middle...]], at: 0)
            return
        }
        guard let members = try Failures.data(response).members else { throw Failures.wrongShape("no quotes") }
        var quotes: [String: JSON] = [:]
        for quote in members.values {
            guard let key = quote["instrument_token"].text else {
                skipped["a quote without an instrument key", default: 0] += 1
                continue
            }
            guard quotes.updateValue(quote, forKey: key) == nil else {
                throw Failures.wrongShape("two quotes of one instrument")
            }
        }
        for (id, key) in asked {
            guard let quote = quotes[key] else { continue }
            do throws(Unreadable) {
                rows.append(try read(quote, id, ExchangeSegment(ofKey: key)?.isIndex ?? false))
            } catch {
                skipped["a quote without a possible price: \(error)", default: 0] += 1
            }
        }
    }

    private static func last(_ quote: JSON) throws(Unreadable) -> Price {
        let last = try RowFields.price(quote, "last_price")
        guard last.isPlausible else { throw Unreadable(description: "no price") }
        return last
    }
}

extension QuotesRead where Row == Tick {
    /// When it traded is told in milliseconds; an index does not trade, and has the moment of its quote.
    init(_ api: UpstoxAPI, _ instruments: [InstrumentID]) {
        self.init(api, instruments, result: { .quotes($0) }) { quote, id, isIndex throws(Unreadable) in
            let price = try Self.last(quote)
            let traded = IndiaTime.milliseconds(quote["last_trade_time"])
            guard let time = traded ?? (isIndex ? IndiaTime.zoned(quote["timestamp"]) : nil) else {
                throw Unreadable(description: "no trade")
            }
            return Tick(instrument: id, price: price, exchangeTime: time, source: .rest)
        }
    }
}

extension QuotesRead where Row == DayQuote {
    /// Last price and the day so far.
    init(_ api: UpstoxAPI, _ instruments: [InstrumentID]) {
        self.init(api, instruments, result: { .dayQuotes($0) }) { quote, id, _ throws(Unreadable) in
            let last = try Self.last(quote)
            let day = quote["ohlc"]
            return DayQuote(
                instrument: id,
                last: last,
                open: try RowFields.price(day, "open"),
                high: try RowFields.price(day, "high"),
                low: try RowFields.price(day, "low"),
                close: try Self.close(quote, last)
            )
        }
    }

    /// Of the day before: what the change is counted from. The `close` of the day's own prices is not said to be it.
    private static func close(_ quote: JSON, _ last: Price) throws(Unreadable) -> Price {
        guard let change = quote["net_change"].decimal(places: 4), change.magnitude <= Price.limit.raw.magnitude else {
            return try RowFields.price(quote["ohlc"], "close")
        }
        let close = Price(raw: last.raw - change)
        guard close.isPlausible else { throw Unreadable(description: "no possible price of the day before") }
        return close
    }
}
