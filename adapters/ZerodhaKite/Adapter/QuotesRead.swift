import SaudaBroker
import SaudaCore

/// Quotes of many instruments, so many a call (protocol section 3.11).
struct QuotesRead<Row: Sendable>: Dialogue {
    private typealias Known = (id: InstrumentID, key: String)
    typealias RowRead = @Sendable (JSON, InstrumentID, Timestamp) throws(Unreadable) -> Row

    private let api: KiteAPI
    private let path: String
    private let perCall: Int
    private let read: RowRead
    private let result: @Sendable ([Row]) -> ErrandResult
    private var left: ArraySlice<Known>
    private var asked: ArraySlice<Known> = []
    private var rows: [Row] = []
    private(set) var skipped: [String: Int] = [:]

    /// - Parameter read: makes a row of an instrument's quote.
    private init(
        _ api: KiteAPI,
        _ instruments: [InstrumentID],
        _ path: String,
        perCall: Int,
        result: @escaping @Sendable ([Row]) -> ErrandResult,
        read: @escaping RowRead
    ) {
        self.api = api
        self.path = path
        self.perCall = perCall
        self.read = read
        self.result = result
        let known = instruments.compactMap { id in api.context.listings[id].map { (id: id, key: $0.orderKey) } }
        left = known[...]
        let unknown = instruments.count - known.count
        if unknown > 0 { skipped["an instrument that is not in the instrument list"] = unknown }
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input { try take(try Failures.data(response), now) }
            guard !left.isEmpty else { return .done(result(rows)) }
            asked = left.prefix(perCall)
            left = left.dropFirst(perCall)
            return .send(try api.get(path, asked.map { ("i", $0.key) }, endpoint: .quote))
        } catch {
            return .failed(error)
        }
    }

    private mutating func take(_ data: JSON, _ now: Timestamp) throws(BrokerError) {
        guard data.members != nil else { throw Failures.wrongShape("no quotes") }
        for (id, key) in asked {
            // What has no quote is left out of the answer.
            let quote = data[key]
            if quote.isNull { continue }
            do throws(Unreadable) {
                rows.append(try read(quote, id, now))
            } catch {
                skipped["a quote without a possible price", default: 0] += 1
            }
        }
    }

    private static func last(_ quote: JSON) throws(Unreadable) -> Price {
        let last = try OrderReader.price(quote, "last_price")
        guard last.isPlausible else { throw Unreadable(description: "no price") }
        return last
    }
}

extension QuotesRead where Row == Tick {
    /// Full quotes, 500 a call.
    init(_ api: KiteAPI, _ instruments: [InstrumentID]) {
        self.init(api, instruments, "/quote", perCall: 500, result: { .quotes($0) }) {
            quote,
            id,
            now throws(Unreadable) in
            let time = KiteTime.stamp(quote["timestamp"]) ?? now
            return Tick(instrument: id, price: try Self.last(quote), exchangeTime: time, source: .rest)
        }
    }
}

extension QuotesRead where Row == DayQuote {
    /// Last price and the day so far, 1000 a call.
    init(_ api: KiteAPI, _ instruments: [InstrumentID]) {
        self.init(api, instruments, "/quote/ohlc", perCall: 1000, result: { .dayQuotes($0) }) {
            quote,
            id,
            _ throws(Unreadable) in
            let day = quote["ohlc"]
            return DayQuote(
                instrument: id,
                last: try Self.last(quote),
                open: try OrderReader.price(day, "open"),
                high: try OrderReader.price(day, "high"),
                low: try OrderReader.price(day, "low"),
                close: try OrderReader.price(day, "close")
            )
        }
    }
}
