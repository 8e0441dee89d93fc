import SaudaBroker
import SaudaCore

/// Quotes of many instruments, 1000 a call (protocol section 2.15).
struct QuotesRead<Row: Sendable>: Dialogue {
    private typealias Known = (id: InstrumentID, key: SecurityKey)
    typealias RowRead = @Sendable (JSON, InstrumentID, SecurityKey, Timestamp) throws(Unreadable) -> Row

    private let api: DhanAPI
    private let path: String
    private let read: RowRead
    private let result: @Sendable ([Row]) -> ErrandResult
    private var left: ArraySlice<Known>
    private var asked: ArraySlice<Known> = []
    private var rows: [Row] = []
    private(set) var skipped: [String: Int] = [:]

    /// - Parameter read: makes a row of an instrument's quote.
    private init(
        _ api: DhanAPI,
        _ instruments: [InstrumentID],
        _ path: String,
        result: @escaping @Sendable ([Row]) -> ErrandResult,
        read: @escaping RowRead
    ) {
        self.api = api
        self.path = path
        self.read = read
        self.result = result
        let known = instruments.compactMap { id in api.context.listings[id]?.security.map { (id: id, key: $0) } }
        left = known[...]
        let unknown = instruments.count - known.count
        if unknown > 0 { skipped["an instrument that is not in the instrument list"] = unknown }
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input { try take(try Failures.body(response), now) }
            guard !left.isEmpty else { return .done(result(rows)) }
            asked = left.prefix(1000)
            left = left.dropFirst(1000)
            return .send(try request())
        } catch {
            return .failed(error)
        }
    }

    /// Ids are numbers here, by segment.
    private func request() throws(BrokerError) -> HTTPRequest {
        var body: DhanAPI.Members = []
        for segment in ExchangeSegment.allCases {
            let ids = asked.filter { $0.key.segment == segment }.map { JSONBody.number("\($0.key.id)") }
            if !ids.isEmpty { body.append((segment.word, .list(ids))) }
        }
        return try api.send(.post, path, body, endpoint: .quote)
    }

    private mutating func take(_ body: JSON, _ now: Timestamp) throws(BrokerError) {
        guard body["data"].members != nil else { throw Failures.wrongShape("no quotes") }
        for (id, key) in asked {
            // What has no quote is left out of the answer (trap T9).
            let quote = body["data"][key.segment.word]["\(key.id)"]
            if quote.isNull { continue }
            do throws(Unreadable) {
                rows.append(try read(quote, id, key, now))
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
    /// The only of the three calls that tells when it traded. Whether it does so for indices is not known: theirs are
    /// taken as of now.
    init(_ api: DhanAPI, _ instruments: [InstrumentID]) {
        self.init(api, instruments, "/marketfeed/quote", result: { .quotes($0) }) {
            quote,
            id,
            key,
            now throws(Unreadable) in
            let price = try Self.last(quote)
            let stated = IndiaTime.slashed(quote["last_trade_time"])
            guard let time = stated ?? (key.segment == .index ? now : nil) else {
                throw Unreadable(description: "no trade")
            }
            return Tick(instrument: id, price: price, exchangeTime: time, source: .rest)
        }
    }
}

extension QuotesRead where Row == DayQuote {
    /// Last price and the day so far.
    init(_ api: DhanAPI, _ instruments: [InstrumentID]) {
        self.init(api, instruments, "/marketfeed/ohlc", result: { .dayQuotes($0) }) {
            quote,
            id,
            _,
            _ throws(Unreadable) in
            let day = quote["ohlc"]
            return DayQuote(
                instrument: id,
                last: try Self.last(quote),
                open: try RowFields.price(day, "open"),
                high: try RowFields.price(day, "high"),
                low: try RowFields.price(day, "low"),
                close: try RowFields.price(day, "close")
            )
        }
    }
}
