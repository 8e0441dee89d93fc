import SaudaBroker
import SaudaCore

/// History in pages: 30 days of minutes or 180 days a call (protocol section 3.8). A candle that is still running is among
/// them when today is asked for.
struct CandlesRead: Dialogue {
    private let api: NeoAPI
    private let instrument: InstrumentID
    private let span: CandleSpan
    private let first: Day
    private let through: Day
    /// The first day not asked for yet.
    private var from: Day
    private var list = CandleList()

    var skipped: [String: Int] { list.skipped }

    init(_ api: NeoAPI, _ instrument: InstrumentID, _ span: CandleSpan, from: Day, through: Day) {
        self.api = api
        self.instrument = instrument
        self.span = span
        first = from
        self.from = from
        self.through = through
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input, !Self.saysNone(response) { try take(try Failures.body(response)) }
            guard from <= through else { return .done(.candles(list.candles)) }
            return .send(try page())
        } catch {
            return .failed(error)
        }
    }

    private mutating func page() throws(BrokerError) -> HTTPRequest {
        guard let listing = api.context.listings[instrument] else {
            throw .kotak("the instrument is not in the instrument list", "Load the list again.", .changeRequest)
        }
        let start = from
        let last = min(through, from.advanced(by: (span == .minute ? 30 : 180) - 1))
        from = last.advanced(by: 1)
        let query =
            "neosymbol=\(PercentEncoding.text(listing.feedKey))&fromdate=\(start)&todate=\(last)&interval="
            + (span == .minute ? "1min" : "D")
        return try api.data("/market-data/1.0/historical/details?\(query)", endpoint: .history)
    }

    /// A span without a candle comes as an error.
    private static func saysNone(_ response: HTTPResponse) -> Bool {
        let words = Failures.refusal(response)?.words.lowercased() ?? ""
        return words.contains("no data found") || words.contains("market has not yet opened")
    }

    private mutating func take(_ body: JSON) throws(BrokerError) {
        guard let rows = body["data"]["candles"].items else { throw Failures.wrongShape("no list of candles") }
        for row in rows {
            guard let candle = Self.candle(row, span) else { throw Failures.wrongShape("a candle that cannot be read") }
            guard (first...through).contains(candle.start.day) else {
                list.skip("a candle of a day that was not asked for")
                continue
            }
            list.append(candle)
        }
    }

    /// The open interest behind the volume may be missing.
    private static func candle(_ row: JSON, _ span: CandleSpan) -> Candle? {
        guard let values = row.items, values.count >= 6, let time = WireText.candleTime(values[0]) else { return nil }
        let numbers = values[1...5].map { WireText.number($0) ?? .null }
        return Candle(span, at: time, prices: numbers[..<4], volume: numbers[4])
    }
}
